import { Instant } from '@argus/contracts';
import { newContext } from '@argus/messaging';
import { DeadLetters } from '@argus/persistence';
import { Metrics, ProcessMetrics } from '@argus/service-kit';
import { ServiceReplica } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import { MeasurementController } from '../../measurements/measurement.controller.js';
import { newRobot } from '../../testing/alarm-fixture.js';
import { listReadings } from '../../testing/list-readings.js';
import { ReadingIngest } from '../reading-ingest.service.js';
import { DeviceController } from './device.controller.js';
import { DeviceIngest } from './device-ingest.service.js';
import { DeviceLetters, letterConsumers } from './device-letters.service.js';
import { readingsOf } from './device-message.js';
import { DeviceRefusals } from './device-refusals.service.js';

let replica: ServiceReplica;
let robot: number;
let sequence = 0;

const values = { temperature: 20, speed: 100, pressure: 1 };

beforeAll(async () => {
  replica = await ServiceReplica.start(equipmentService);
  const body = { equipment_type: 'Robot', name: 'vibration', unit: 'mm/s' } as const;
  await replica.get(MeasurementController).create({ body });
  robot = await newRobot(replica);
});

afterAll(() => replica.stop());

const message = (sent: unknown, equipment = robot) => ({
  subject: `readings.${equipment}`,
  payload: Buffer.from(JSON.stringify(sent)),
  storedAtUs: BigInt(Date.now()) * 1000n,
  sequence: ++sequence,
  deliveries: 1,
});
const letters = (equipment: number) =>
  replica.database.query<{ payload: Buffer; error: string; headers: Record<string, string> }>(
    'SELECT payload, error, headers FROM dead_letter WHERE subject = $1 ORDER BY kept_at',
    [`readings.${equipment}`],
  );

describe('refusals of what devices send', () => {
  it('MQTT: a measurement that the equipment does not have is dropped, and its reading and the others are stored', async () => {
    const strange = [
      { vibration: null },
      { vibratoin: 1, vibration: 2 },
      { 'Vibration ': 1 },
      { vibration: 'much' },
      { vibration: 3 },
    ].map((measurements) => ({ ...values, measurements }));
    const device = replica.get(DeviceIngest);
    expect(await device.store([message([...strange, { ...values, vibration: 4 }]), message(values)])).toEqual(
      ['done', 'done'],
    );
    const rows = await listReadings(replica, { equipment: robot, ordering: 'timestamp' });
    expect(rows.map(({ measurements }) => measurements)).toEqual([
      ...[undefined, { vibration: 2 }, undefined, undefined, { vibration: 3 }],
      ...[undefined, undefined],
    ]);
    expect(await letters(robot)).toEqual([]);
  });

  it('MQTT: only the readings of a message that cannot be stored become a dead letter, also when it is redelivered', async () => {
    const equipment = await newRobot(replica);
    const hot = { ...values, temperature: 'hot' };
    const old = { ...values, measured_at: '1990-01-01T00:00:00Z', measurements: { noise: 1 } };
    const sent = message([values, hot, old, values], equipment);
    for (let delivery = 0; delivery < 2; delivery++)
      expect(await replica.get(DeviceIngest).store([sent])).toEqual(['done']);
    expect(await listReadings(replica, { equipment })).toHaveLength(2);
    const kept = await letters(equipment);
    expect(kept.map(({ payload }) => JSON.parse(String(payload)) as unknown)).toEqual([[hot, old]]);
    expect(kept[0]!.error).toContain('Reading 2: temperature not_a_number; Reading 3: measured_at');
    /* Replayed alone, they are still the second and the third: those without a time get no other reading's. */
    expect(kept[0]!.headers.places).toBe('1,2');
    const two = { ...sent, payload: Buffer.from(JSON.stringify([values, values])), places: [1, 2] };
    expect(readingsOf(two).rows).toEqual(
      [1n, 2n].map((place) => expect.objectContaining({ measuredAtUs: Number(sent.storedAtUs + place) })),
    );
  });

  it('MQTT: times are numbers of the unit that the reading says, to the last digit', async () => {
    const equipment = await newRobot(replica);
    const startMs = Date.now() - 60_000;
    const row = (ns: string, more = '') =>
      `{"temperature":20,"speed":1,"pressure":1,"measured_at":${ns},"timestamp_unit":"ns"${more}}`;
    const times = [`${startMs}000499`, `${startMs}000500`, `${startMs}001499`];
    const payload = Buffer.from(
      `[${[...times.map((ns) => row(ns)), row(`${startMs}002600`, ',"speed_unit":"x"')].join()}]`,
    );
    await replica.get(DeviceIngest).store([{ ...message(null, equipment), payload }]);
    const second = new Date(startMs).toISOString().slice(0, 23);
    expect((await listReadings(replica, { equipment })).map(({ timestamp }) => timestamp)).toEqual([
      startMs % 1000 === 0 ? `${second.slice(0, 19)}Z` : `${second}000Z`,
      `${second}001Z`,
    ]);
    /* A dead letter can be sent again: it has the digits that came. */
    const [letter] = await letters(equipment);
    expect(String(letter!.payload)).toContain(`${startMs}002600`);
  });

  it('MQTT: a reading without measured_at that has a time of another name is a dead letter, not a reading of now', async () => {
    const equipment = await newRobot(replica);
    const stray = { ...values, ts: Date.now() - 86_400_000 };
    await replica.get(DeviceIngest).store([message([values, stray], equipment)]);
    expect(await listReadings(replica, { equipment })).toHaveLength(1);
    const [letter] = await letters(equipment);
    expect(JSON.parse(String(letter!.payload))).toEqual([stray]);
    expect(letter!.error).toContain(
      'Reading 2: ts This looks like a time, but times are read from measured_at alone.',
    );
  });

  it('MQTT: a reading whose time another one has with other values is a dead letter; a repeated one is none', async () => {
    const equipment = await newRobot(replica);
    const first = { ...values, measured_at: new Date().toISOString() };
    const other = { ...first, temperature: 99 };
    const device = replica.get(DeviceIngest);
    await device.store([message([first], equipment)]);
    await device.store([message([first, other, values], equipment)]);
    const [stored] = await listReadings(replica, { equipment, ordering: 'timestamp' });
    expect(stored).toMatchObject({ temperature: values.temperature });
    const kept = await letters(equipment);
    expect(kept.map(({ payload }) => JSON.parse(String(payload)) as unknown)).toEqual([[other]]);
    expect(kept[0]!.error).toContain(
      `Reading 2: measured_at Reading ${stored!.id} has this time and other values`,
    );
  });

  it('MQTT: what is refused and dropped is counted by reason', async () => {
    const counted = new ProcessMetrics();
    const refusals = new DeviceRefusals(new Metrics(counted, 'equipment'));
    const device = new DeviceIngest(replica.get(ReadingIngest), replica.get(DeviceLetters), refusals);
    const unreadable = { ...message(0), payload: Buffer.from('{') };
    const bad = { ...values, speed: [] };
    const sameTime = new Date().toISOString();
    await device.store([
      unreadable,
      message([bad, values, bad]),
      message(values, 999_999),
      message({ ...values, measurements: { noise: 1, smell: 2 } }),
      message([1, 2].map((pressure) => ({ ...values, pressure, measured_at: sameTime }))),
    ]);
    const text = await counted.registry.metrics();
    const counts = [...text.matchAll(/^argus_device_(\w+)\{(.*)\} (\d+)$/gm)].map(
      ([, name, labels, count]) => [name, /reason="(\w+)"/.exec(labels!)?.[1], Number(count)],
    );
    expect(counts.sort()).toEqual([
      ['measurements_dropped_total', undefined, 2],
      ['readings_refused_total', 'conflict', 1],
      ['readings_refused_total', 'invalid', 2],
      ['readings_refused_total', 'unknown_equipment', 1],
      ['readings_refused_total', 'unreadable', 1],
    ]);
  });

  it('MQTT: dead letters about equipment that does not exist are kept apart from those of equipment', async () => {
    const equipment = await newRobot(replica);
    await replica
      .get(DeviceIngest)
      .store([message('x', equipment), message(values, 987_654), message('x', 987_655)]);
    const kept = await replica.database.query<{ subject: string; consumer: string }>(
      'SELECT subject, consumer FROM dead_letter WHERE subject = ANY($1) ORDER BY subject',
      [[equipment, 987_654, 987_655].map((id) => `readings.${id}`)],
    );
    const [known, unknown] = letterConsumers;
    expect(kept).toEqual([
      { subject: `readings.${equipment}`, consumer: known },
      { subject: 'readings.987654', consumer: unknown },
      { subject: 'readings.987655', consumer: unknown },
    ]);
  });

  it('MQTT: a dead letter names the devices that could have sent it', async () => {
    const equipment = await newRobot(replica);
    const body = { name: 'Gateway of a hall', equipment: [equipment] };
    const { username } = await replica.get(DeviceController).create({ body }, newContext());
    await replica.get(DeviceIngest).store([message('x', equipment), message('x', 987_656)]);
    const names = async (id: number) => (await letters(id)).map(({ headers }) => headers['published-by']);
    expect((await names(equipment))[0]!.split(',')).toContain(username);
    expect(await names(987_656)).toEqual([undefined]);
  });

  it('MQTT: a replayed dead letter is stored with the time at which it came, or stays with its reason', async () => {
    const deadLetters = new DeadLetters(replica.database);
    await deadLetters.discard();
    const next = (await newRobot(replica)) + 1;
    const early = {
      ...message([values, { ...values, temperature: 'hot' }], next),
      storedAtUs: 1_764_000_000_000_007n,
    };
    const ingest = replica.get(DeviceIngest);
    await ingest.store([early]);
    expect(await newRobot(replica)).toBe(next);
    await ingest.replay();
    expect(await listReadings(replica, { equipment: next })).toEqual([]);
    expect(await deadLetters.askReplay()).toBe(1);
    await ingest.replay();
    expect((await listReadings(replica, { equipment: next })).map(({ timestamp }) => timestamp)).toEqual([
      Instant.ofUs(early.storedAtUs).toString(),
    ]);
    const left = await deadLetters.newest(10);
    expect(left.map(({ consumer, error }) => [consumer, error])).toEqual([
      [letterConsumers[0], expect.stringContaining('Reading 2: temperature not_a_number')],
    ]);
  });
});
