import { gzipSync } from 'node:zlib';
import {
  type EquipmentType,
  MAX_MEASUREMENTS_PER_TYPE,
  type MeasurementBody,
  metrics,
  Instant,
} from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { equipmentService } from '../index.js';
import { BatchController } from '../ingest/batches/batch.controller.js';
import { DeviceIngest } from '../ingest/devices/device-ingest.service.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { EquipmentController } from '../machines/equipment.controller.js';
import { newRobot } from '../testing/alarm-fixture.js';
import { listReadings } from '../testing/list-readings.js';
import { MeasurementController } from './measurement.controller.js';

let replica: ServiceReplica;
let measurements: MeasurementController;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  measurements = replica.get(MeasurementController);
  for (const name of ['vibration', 'current']) await define('Robot', name);
});

afterAll(async () => {
  await replica.stop();
});

const define = (equipment_type: EquipmentType, name: string, more: Partial<MeasurementBody> = {}) =>
  measurements.create({ body: { equipment_type, name, unit: 'mm/s', ...more } });
const post = (body: object) => replica.get(ReadingController).create({ body: body });
const bulk = (media_type: string, text: string) =>
  replica
    .get(BatchController)
    .store({ query: {}, body: { media_type, content: Buffer.from(text) } as never });
const values = { temperature: 20, speed: 100, pressure: 1 };
const refused = (...issues: object[]) =>
  expect.objectContaining({
    code: 'VALIDATION_FAILED',
    details: { issues: issues.map((issue) => expect.objectContaining(issue)) },
  });

describe('definitions of further measurements', () => {
  it('The definition of a measurement is created, changed, listed by type and removed', async () => {
    const made = await define('Quality Control', 'force', { unit: 'N', description: 'At the probe' });
    expect(made).toEqual({
      id: made.id,
      equipment_type: 'Quality Control',
      name: 'force',
      unit: 'N',
      description: 'At the probe',
    });
    const params = { id: made.id };
    expect(await measurements.change({ params, body: { unit: 'kN' } })).toEqual({ ...made, unit: 'kN' });
    const { id: _, ...body } = made;
    expect(await measurements.replace({ params, body })).toEqual(made);
    expect(await measurements.list({ query: { equipment_type: 'Quality Control' } })).toEqual([made]);
    const all = await measurements.list({ query: {} });
    expect(all.map(({ name }) => name)).toEqual(['force', 'current', 'vibration']);
    await measurements.remove({ params });
    await expect(measurements.get({ params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(measurements.remove({ params })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('The name of a measurement is unique in its type, none of the three documented signals, and cannot move to another type', async () => {
    await expect(define('Robot', 'vibration')).rejects.toMatchObject({ code: 'MEASUREMENT_EXISTS' });
    for (const name of [...metrics, 'constructor'])
      await expect(define('Robot', name)).rejects.toEqual(refused({ path: ['name'], code: 'invalid' }));
    const { id } = await define('Manufacturing', 'vibration');
    for (const body of [{ name: 'other' }, { equipment_type: 'Robot' }] as const)
      await expect(measurements.change({ params: { id }, body })).rejects.toEqual(
        refused({ path: Object.keys(body), code: 'invalid' }),
      );
  });

  it('The number of measurements per equipment type is limited, also for concurrent creations', async () => {
    const many = Array.from({ length: MAX_MEASUREMENTS_PER_TYPE + 3 }, (_, n) =>
      define('Quality Control', `m${n}`),
    );
    const outcomes = await Promise.allSettled(many);
    const failures = outcomes.filter(({ status }) => status === 'rejected');
    expect(failures).toHaveLength(3);
    for (const failure of failures)
      expect(failure).toMatchObject({ reason: { code: 'TOO_MANY_MEASUREMENTS' } });
  });
});

describe('readings with further measurements', () => {
  it('A reading shows its further measurements, a correction changes or replaces them, and one without has no such field', async () => {
    const equipment = await newRobot(replica);
    const made = await post({ equipment, ...values, measurements: { vibration: 4.2 } });
    expect(made).toMatchObject({ measurements: { vibration: 4.2 } });
    const params = { id: made.id };
    const readings = replica.get(ReadingController);
    expect(await readings.change({ params, body: { temperature: 30 } })).toEqual({
      ...made,
      temperature: 30,
    });
    const measured = { current: -1.5, vibration: 0 };
    expect(await readings.change({ params, body: { measurements: measured } })).toMatchObject({
      measurements: measured,
    });
    const cleared = await readings.replace({ params, body: { equipment, ...values, measurements: {} } });
    expect(Object.keys(cleared)).toEqual(Object.keys(made).filter((name) => name !== 'measurements'));
  });

  it('A repeated reading returns the first one, also with fewer measurements, and one with other ones is refused', async () => {
    const equipment = await newRobot(replica);
    const body = {
      equipment,
      ...values,
      measured_at: Instant.now(),
      measurements: { vibration: 1, current: 2 },
    };
    const first = await post(body);
    for (const same of [{ current: 2, vibration: 1 }, { vibration: 1 }])
      expect(await post({ ...body, measurements: same })).toEqual(first);
    for (const other of [{ vibration: 2 }, { vibration: 1, current: 3 }])
      await expect(post({ ...body, measurements: other })).rejects.toEqual(
        refused({ path: ['measured_at'] }),
      );
  });

  it('A reading with an unknown or non-numeric measurement is refused by its name, in every format', async () => {
    const equipment = await newRobot(replica);
    const unknown = {
      path: ['measurements', 'vibratoin'],
      code: 'invalid',
      params: { text: 'Robot equipment has no such measurement; it has current, vibration.' },
    };
    await expect(post({ equipment, ...values, measurements: { vibratoin: 1 } })).rejects.toEqual(
      refused(unknown),
    );
    await expect(post({ equipment, ...values, measurements: { vibration: 'x' } })).rejects.toEqual(
      refused({ path: ['measurements', 'vibration'], code: 'not_a_number' }),
    );
    await expect(post({ equipment, ...values, measurements: [1] })).rejects.toEqual(
      refused({ path: ['measurements'], code: 'not_an_object' }),
    );
    const good = { equipment, ...values, measurements: { vibration: 1 } };
    const bad = { equipment, ...values, measurements: { vibratoin: 1 } };
    const issue = { ...unknown, path: ['rows', 2, ...unknown.path] };
    await expect(bulk('application/json', JSON.stringify([good, bad]))).rejects.toEqual(refused(issue));
    await expect(
      bulk('application/x-ndjson', `${JSON.stringify(good)}\n${JSON.stringify(bad)}`),
    ).rejects.toEqual(refused(issue));
    const csv = `equipment,temperature,speed,pressure,measurements.vibratoin\n${equipment},1,1,1,\n${equipment},1,1,1,5\n`;
    await expect(bulk('text/csv', csv)).rejects.toEqual(refused(issue));
    const readings = replica.get(ReadingController);
    const { id } = await post(good);
    await expect(
      readings.change({ params: { id }, body: { measurements: bad.measurements } }),
    ).rejects.toEqual(refused(unknown));
    expect(await listReadings(replica, { equipment })).toHaveLength(1);
  });

  it('A measurement of one equipment type is refused in readings of another type', async () => {
    const body = { equipment_type: 'Manufacturing', model: 'M', installation_date: '2024-01-01' } as const;
    const { id: equipment } = await replica.get(EquipmentController).create({ body });
    await post({ equipment, ...values, measurements: { vibration: 1 } });
    await expect(post({ equipment, ...values, measurements: { current: 1 } })).rejects.toEqual(
      refused({ path: ['measurements', 'current'] }),
    );
  });
});

const value = fc.oneof(
  fc.double({ min: -1e100, max: 1e100, noNaN: true }).map((each) => each + 0),
  fc.integer({ min: -1000, max: 1000 }),
);
const sentRows = fc.array(fc.record({ vibration: value, current: value }, { requiredKeys: [] }), {
  minLength: 1,
  maxLength: 30,
});
const formats = ['POST', 'JSON', 'NDJSON', 'CSV', 'MQTT', 'COPY'] as const;

describe('further measurements in every format', () => {
  it('Further measurements sent in any format come back equal', async () => {
    let startMs = Date.now() - 80_000_000;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...formats), sentRows, async (format, rows) => {
        const equipment = await newRobot(replica);
        startMs += 1_000_000;
        const sent = Array.from({ length: format === 'COPY' ? 300 : rows.length }, (_, n) => {
          const row = rows[n % rows.length]!;
          const measured_at = new Date(startMs + n * 1000).toISOString();
          const has = Object.keys(row).length > 0;
          return { equipment, ...values, measured_at, ...(has && { measurements: row }) };
        });
        await send(format, equipment, sent);
        const back = await listReadings(replica, { equipment, ordering: 'timestamp' });
        expect(back.map(({ measurements: all }) => all)).toEqual(
          sent.map(({ measurements: all }) => all && { ...all }),
        );
      }),
      { numRuns: 60 },
    );
  });
});

type Sent = Readonly<Record<string, unknown>> & { readonly measurements?: Readonly<Record<string, number>> };

async function send(
  format: (typeof formats)[number],
  equipment: number,
  sent: readonly Sent[],
): Promise<void> {
  const lines = sent.map((each) => JSON.stringify(each));
  switch (format) {
    case 'POST':
      for (const each of sent) await post(each);
      return;
    case 'JSON':
      await bulk('application/json', `[${lines.join()}]`);
      return;
    case 'NDJSON':
    case 'COPY':
      await bulk('application/x-ndjson', lines.join('\n'));
      return;
    case 'CSV': {
      const rows = sent.map(({ measured_at, measurements: { vibration = '', current = '' } = {} }) =>
        [equipment, 20, 100, 1, measured_at, vibration, current].join(),
      );
      const header =
        'equipment,temperature,speed,pressure,measured_at,measurements.vibration,measurements.current';
      await replica.get(BatchController).store({
        query: {},
        body: {
          media_type: 'text/csv',
          encoding: 'gzip',
          content: gzipSync([header, ...rows].join('\n')),
        } as never,
      });
      return;
    }
    case 'MQTT': {
      const messages = lines.map((line, n) => ({
        subject: `readings.${equipment}`,
        payload: Buffer.from(line),
        deliveries: 1,
        sequence: n,
        storedAtUs: Date.now() * 1000 + n,
      }));
      expect(await replica.get(DeviceIngest).store(messages as never)).toEqual(sent.map(() => 'done'));
    }
  }
}
