import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../index.js';
import { BatchController } from '../ingest/batches/batch.controller.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { newRobot } from '../testing/alarm-fixture.js';
import { listReadings } from '../testing/list-readings.js';
import { MeasurementController } from './measurement.controller.js';

let replica: ServiceReplica;
let readings: ReadingController;
let equipment: number;

const values = { temperature: 20, speed: 100, pressure: 1 };
const bulk = (media_type: string, text: string) =>
  replica
    .get(BatchController)
    .store({ query: {}, body: { media_type, content: Buffer.from(text) } as never });
const post = (more: object) => readings.create({ body: { equipment, ...values, ...more } });
const change = (id: number, measurements: object) =>
  readings.change({ params: { id }, body: { measurements } });
const misplaced = (name: string, field: string) => ({
  path: [field],
  code: 'invalid',
  params: {
    text: `Robot equipment measures this: send "measurements": {"${name}": …}, in CSV the column measurements.${name}.`,
  },
});
const refused = (...issues: object[]) =>
  expect.objectContaining({ code: 'VALIDATION_FAILED', details: { issues } });

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  readings = replica.get(ReadingController);
  for (const name of ['vibration', 'current'])
    await replica.get(MeasurementController).create({ body: { equipment_type: 'Robot', name, unit: 'A' } });
  equipment = await newRobot(replica);
});

afterAll(() => replica.stop());

describe('further measurements as they are sent', () => {
  it('A measurement that is null in JSON is absent, as an empty cell of CSV is', async () => {
    const single = await post({ measurements: { vibration: null, current: 2 } });
    expect(single).toMatchObject({ measurements: { current: 2 } });
    expect(await post({ measurements: { vibration: null } })).not.toHaveProperty('measurements');
    const { id } = single;
    const body = { equipment, ...values, measurements: { vibration: null } } as never;
    expect(await readings.replace({ params: { id }, body })).not.toHaveProperty('measurements');
    const robot = await newRobot(replica);
    const row = { ...values, equipment: robot, measurements: { vibration: null, current: 3 } };
    await bulk('application/json', JSON.stringify([row]));
    expect(await listReadings(replica, { equipment: robot })).toMatchObject([
      { measurements: { current: 3 } },
    ]);
  });

  it('A batch that brings a measurement which the stored reading lacks is a conflict; one that lacks a stored measurement is none', async () => {
    const robot = await newRobot(replica);
    const row = { ...values, equipment: robot, measured_at: new Date().toISOString() };
    const send = (more: object) => bulk('application/json', JSON.stringify([{ ...row, ...more }]));
    await send({ measurements: { vibration: 1 } });
    const conflicts = [
      {},
      { measurements: { vibration: 1 } },
      { measurements: { vibration: 2 } },
      { measurements: { current: 1 } },
    ];
    const reports = await Promise.all(conflicts.map(send));
    expect(reports.map((report) => report.conflicts)).toEqual([0, 0, 1, 1]);
  });

  it('A PATCH of a reading changes the measurements that it names, null removes one, and the others stay', async () => {
    const { id } = await post({ measurements: { vibration: 1, current: 2 } });
    expect(await change(id, { vibration: 3 })).toMatchObject({ measurements: { vibration: 3, current: 2 } });
    expect((await change(id, { current: null })).measurements).toEqual({ vibration: 3 });
    expect((await change(id, {})).measurements).toEqual({ vibration: 3 });
    expect(await change(id, { vibration: null, unknown: null })).not.toHaveProperty('measurements');
    await expect(change(id, { unknown: 1 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('A measurement of the equipment outside of `measurements` is refused with the right spelling', async () => {
    for (const field of ['vibration', 'Vibration', 'Measurements.vibration', 'measurements.vibration'])
      await expect(post({ [field]: 3 })).rejects.toEqual(refused(misplaced('vibration', field)));
    const { id } = await post({});
    await expect(readings.change({ params: { id }, body: { current: 1 } })).rejects.toEqual(
      refused(misplaced('current', 'current')),
    );
    const row = { equipment, ...values, current: 1 };
    await expect(bulk('application/json', JSON.stringify([row]))).rejects.toEqual(
      refused({ ...misplaced('current', 'current'), path: ['rows', 1, 'current'] }),
    );
    for (const column of ['vibration', 'Measurements.vibration']) {
      const csv = `equipment,temperature,speed,pressure,measured_at,${column}\n${equipment},1,1,1,2026-11-01T00:00:00Z,7\n`;
      await expect(bulk('text/csv', csv)).rejects.toEqual(
        refused({ ...misplaced('vibration', column), path: ['rows', 1, column] }),
      );
    }
  });

  it('Fields that are no measurement of the equipment stay ignored, and so do empty ones', async () => {
    const { id } = await post({ noise: 1, vibration: null, timestamp: '2026-11-01' });
    expect(id).toBeGreaterThan(0);
    const csv = `equipment,temperature,speed,pressure,measured_at,noise,vibration\n${equipment},1,1,1,${new Date().toISOString()},7,\n`;
    expect(await bulk('text/csv', csv)).toMatchObject({ stored: 1 });
  });
});
