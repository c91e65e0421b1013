import { Instant } from '@argus/contracts';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../index.js';
import { AlertController } from '../alarms/alerts/alert.controller.js';
import { ReadingIngest } from '../ingest/reading-ingest.service.js';
import { ReadingController } from '../ingest/reading.controller.js';
import { listReadings } from '../testing/list-readings.js';
import { EquipmentController } from './equipment.controller.js';

let replica: ServiceReplica;
let equipment: EquipmentController;
let readings: ReadingController;
let alerts: AlertController;

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  equipment = replica.get(EquipmentController);
  readings = replica.get(ReadingController);
  alerts = replica.get(AlertController);
});

afterAll(async () => {
  await replica.stop();
});

const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
const values = { temperature: 75.5, speed: 150, pressure: 1.2 };
const query = { ordering: 'id' };
const context = { requestId: 'r', deadline: Date.now() + 600_000 };
const notFound = expect.objectContaining({ code: 'NOT_FOUND' });
const issues = (...expected: object[]) =>
  expect.objectContaining({ code: 'VALIDATION_FAILED', details: { issues: expected } });

describe('equipment, readings and alerts', () => {
  it('Equipment, readings and alerts: creating, changing and removing reply as the original API does', async () => {
    const made = await equipment.create({ body: robot });
    expect(made).toEqual({ id: 1, ...robot, status: true });
    expect(Object.keys(made)).toEqual(['id', 'equipment_type', 'model', 'installation_date', 'status']);
    expect(await equipment.change({ params: { id: 1 }, body: { status: false } }, context)).toMatchObject({
      status: false,
    });
    expect(await equipment.replace({ params: { id: 1 }, body: robot }, context)).toEqual({
      ...made,
      status: false,
    });

    const reading = await readings.create({ body: { ...values, speed: '150', equipment: 1 } });
    expect(Object.keys(reading)).toEqual([
      'id',
      'timestamp',
      'temperature',
      'speed',
      'pressure',
      'equipment',
    ]);
    expect(reading).toMatchObject({ id: 1, ...values, equipment: 1 });
    expect(reading.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/);
    const corrected = { temperature: 80, speed: 1, pressure: 1, equipment: 1 };
    expect(await readings.replace({ params: { id: 1 }, body: corrected })).toEqual({
      ...reading,
      ...corrected,
    });
    expect(await listReadings(replica)).toEqual([{ ...reading, ...corrected }]);

    const alert = await alerts.create({ body: { description: 'Overheat', equipment: 1 } });
    expect(Object.keys(alert)).toEqual(['id', 'description', 'timestamp', 'equipment']);
    expect(await alerts.change({ params: { id: 1 }, body: { description: 'x' } })).toEqual({
      ...alert,
      description: 'x',
    });

    await equipment.remove({ params: { id: 1 } });
    expect(await alerts.list({ query })).toEqual([]);
    expect(await listReadings(replica)).toEqual([]);
    await expect(readings.get({ params: { id: 1 } })).rejects.toEqual(notFound);
    await expect(equipment.remove({ params: { id: 1 } })).rejects.toEqual(notFound);
  });

  it('Units: readings are sent and shown in the units of their machine, also after these changed', async () => {
    const { id } = await equipment.create({ body: robot });
    const params = { id };
    expect(await equipment.units({ params })).toEqual({ temperature: '°C', speed: 'rpm', pressure: 'bar' });
    const units = { temperature: '°F', speed: 'rpm', pressure: 'psi' } as const;
    await equipment.setUnits({ params, body: units });
    expect(await equipment.units({ params })).toEqual(units);
    const sent = { temperature: 98.6, speed: 1500, pressure: 32.1 };
    const stored = await readings.create({ body: { ...sent, equipment: id } });
    expect(stored).toMatchObject(sent);
    await equipment.setUnits({ params, body: await equipment.units({ params }) });
    const [kept] = await replica.database.query<{ temperature: number }>(
      'SELECT temperature FROM reading WHERE id = $1',
      [stored.id],
    );
    expect(kept!.temperature).toBeCloseTo(37, 10);
    await readings.change({ params: { id: stored.id }, body: { temperature: 212 } });
    await equipment.setUnits({ params, body: { temperature: 'K', speed: 'Hz', pressure: 'bar' } });
    expect(await readings.get({ params: { id: stored.id } })).toMatchObject({
      temperature: 373.15,
      speed: 25,
    });
  });

  it('Reading list: pieces join to all readings in every order, up to the limit', async () => {
    const { id } = await equipment.create({ body: robot });
    const startMs = Date.now() - 3_600_000;
    const all = Array.from({ length: 11_000 }, (_, at) => {
      /* The order of measuring differs from the order of storing. */
      const measuredAtMs = startMs + ((at * 7919) % 11_000) * 100;
      return {
        equipmentId: id,
        measuredAtUs: measuredAtMs * 1000,
        temperature: at,
        speed: 0,
        pressure: 0,
        quality: 0,
      };
    });
    await replica.get(ReadingIngest).store(all);
    const byId = await listReadings(replica, { equipment: id });
    expect(byId.map(({ temperature }) => temperature)).toEqual(all.map(({ temperature }) => temperature));
    const byTime = await listReadings(replica, { equipment: id, ordering: 'timestamp' });
    const inTime = all
      .toSorted((a, b) => a.measuredAtUs - b.measuredAtUs)
      .map(({ temperature }) => temperature);
    expect(byTime.map(({ temperature }) => temperature)).toEqual(inTime);
    const newest = await listReadings(replica, { equipment: id, ordering: '-timestamp', limit: 7000 });
    expect(newest).toEqual(byTime.toReversed().slice(0, 7000));
    const from = Instant.ofMs(startMs + 500_000);
    expect(
      await listReadings(replica, { equipment: id, from, to: Instant.ofMs(startMs + 600_000) }),
    ).toHaveLength(1000);
    await equipment.remove({ params: { id } });
  });

  it('Validation: an unknown machine is reported together with invalid fields', async () => {
    await expect(readings.create({ body: { equipment: 99, temperature: 'hot' } })).rejects.toEqual(
      issues(
        { path: ['temperature'], code: 'not_a_number' },
        { path: ['speed'], code: 'required' },
        { path: ['pressure'], code: 'required' },
        { path: ['equipment'], code: 'no_such_key', params: { key: '99' } },
      ),
    );
    await expect(alerts.create({ body: { equipment: 'x' } })).rejects.toEqual(
      issues(
        { path: ['description'], code: 'required' },
        { path: ['equipment'], code: 'not_a_key', params: { received: 'string' } },
      ),
    );
    await expect(readings.create({ body: [] as never })).rejects.toEqual(
      issues({ path: [], code: 'not_an_object', params: { received: 'list' } }),
    );
  });

  it('Readings: one measuring time is stored once, late ones included; too old and future ones are refused', async () => {
    const { id } = await equipment.create({ body: robot });
    const at = new Date(Date.now() - 30 * 86_400_000);
    const body = { ...values, equipment: id, measured_at: at };
    const first = await readings.create({ body });
    expect(await readings.create({ body })).toEqual(first);
    expect(new Date(first.timestamp)).toEqual(at);
    const contradiction = { ...body, temperature: values.temperature + 1 };
    await expect(readings.create({ body: contradiction })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['measured_at'] }] },
    });
    for (const measured_at of [new Date('9999-01-01'), new Date('2001-01-01')])
      await expect(readings.create({ body: { ...body, measured_at } })).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
  });

  it('Removed machine: no reading that was written meanwhile is listed', async () => {
    for (let round = 0; round < 20; round++) {
      const { id } = await equipment.create({ body: robot });
      const writes = Array.from({ length: 4 }, () =>
        readings.create({ body: { ...values, equipment: id } }).catch(() => undefined),
      );
      await Promise.all([...writes, equipment.remove({ params: { id } })]);
      expect(await listReadings(replica, { equipment: id })).toEqual([]);
    }
  });
});
