import { eventually, startNats, type TestNats } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { equipmentService } from '../../index.js';
import mqtt from 'mqtt';
import { EquipmentController } from '../../machines/equipment.controller.js';
import { listReadings } from '../../testing/list-readings.js';
import { DeviceIngest } from './device-ingest.service.js';

const devicePassword = 'a password of the test';
const everyDevice = {
  user: 'device',
  password: devicePassword,
  permissions: { publish: ['readings.*'], subscribe: { deny: ['>'] } },
};
let broker: TestNats;
let site: Site;
let replicas: ServiceReplica[];
const robot = { equipment_type: 'Robot', model: 'R100', installation_date: '2024-01-02' } as const;
const values = { temperature: 20, speed: 100, pressure: 1 };

beforeAll(async () => {
  broker = await startNats({ mqtt: {}, users: [everyDevice] });
  site = await Site.create();
  const settings = { NATS_URL: broker.url };
  replicas = [
    await ServiceReplica.start(equipmentService, { site, settings }),
    await ServiceReplica.start(equipmentService, { site, settings }),
  ];
});

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await broker.stop();
  await site.remove();
});

const equipment = async (): Promise<number> =>
  (await replicas[0]!.get(EquipmentController).create({ body: robot })).id;
const connect = (options: mqtt.IClientOptions = {}) =>
  mqtt.connectAsync(broker.mqttUrl!, {
    username: 'device',
    password: devicePassword,
    reconnectPeriod: 100,
    ...options,
  });
const letters = () =>
  replicas[0]!.database.query<{ subject: string; error: string }>(
    "SELECT subject, error FROM dead_letter WHERE consumer LIKE 'equipment-devices%' ORDER BY subject, error",
  );
const stored = (id: number, count: number) =>
  eventually(
    () => listReadings(replicas[0]!, { equipment: id, ordering: 'timestamp' }),
    (readings) => readings.length >= count,
  );

describe('readings by MQTT', () => {
  it('MQTT: single readings and arrays are stored, with their own time or that of the broker', async () => {
    const id = await equipment();
    const device = await connect();
    const own = new Date(Date.now() - 60_000).toISOString();
    await device.publishAsync(`readings/${id}`, JSON.stringify({ ...values, measured_at: own }), { qos: 1 });
    await device.publishAsync(`readings/${id}`, JSON.stringify([values, { ...values, temperature: 21 }]), {
      qos: 1,
    });
    await device.publishAsync(`readings/${id}`, JSON.stringify({ ...values, temperature: 22 }), { qos: 0 });
    await device.endAsync();
    const readings = await stored(id, 4);
    expect(readings.map(({ temperature }) => temperature)).toEqual([20, 20, 21, 22]);
    expect(new Date(readings[0]!.timestamp).toISOString()).toBe(own);
    for (const { timestamp } of readings.slice(1))
      expect(Math.abs(Date.parse(timestamp) - Date.now())).toBeLessThan(30_000);
  });

  it('MQTT: readings are stored once although the broker is killed meanwhile', async () => {
    const id = await equipment();
    const device = await connect({ clean: false, clientId: 'press-9' });
    const startMs = Date.now() - 3_600_000;
    const count = 600;
    const published: Promise<unknown>[] = [];
    for (let at = 0; at < count; at++) {
      const reading = { ...values, measured_at: new Date(startMs + at * 1000).toISOString() };
      published.push(device.publishAsync(`readings/${id}`, JSON.stringify(reading), { qos: 1 }));
      if (at === count / 3) {
        await published[at];
        await broker.kill();
        await broker.restart();
      }
    }
    await Promise.all(published);
    await device.endAsync();
    const readings = await stored(id, count);
    expect(new Set(readings.map(({ timestamp }) => timestamp)).size).toBe(count);
    expect(readings).toHaveLength(count);
  });

  it('MQTT: messages that can never be stored become dead letters and delay no others', async () => {
    const id = await equipment();
    const device = await connect();
    for (const [topic, payload] of [
      [`readings/${id}`, 'not json'],
      [`readings/${id}`, JSON.stringify({ ...values, pressure: 'much' })],
      ['readings/999999', JSON.stringify(values)],
      ['readings/press', JSON.stringify(values)],
      [`readings/${id}`, JSON.stringify(values)],
    ] as const)
      await device.publishAsync(topic, payload, { qos: 1 });
    await device.endAsync();
    await stored(id, 1);
    const kept = await eventually(letters, (rows) => rows.length >= 4);
    expect(kept.map(({ subject, error }) => [subject, error])).toEqual([
      [`readings.${id}`, expect.stringContaining('Not JSON')],
      [`readings.${id}`, expect.stringContaining('Reading 1: pressure not_a_number')],
      ['readings.999999', expect.stringContaining('no_such_key')],
      ['readings.press', expect.stringContaining('readings.press names no equipment by its number')],
    ]);
    expect(await listReadings(replicas[0]!, { equipment: id })).toHaveLength(1);
  });

  it('MQTT: a redelivered message stores no reading twice', async () => {
    const id = await equipment();
    const message = {
      subject: `readings.${id}`,
      payload: Buffer.from(JSON.stringify([values, values])),
      storedAtUs: BigInt(Date.now()) * 1000n,
      sequence: 1,
      deliveries: 1,
    };
    const ingest = replicas[1]!.get(DeviceIngest);
    for (let delivery = 0; delivery < 3; delivery++) expect(await ingest.store([message])).toEqual(['done']);
    expect(await listReadings(replicas[0]!, { equipment: id })).toHaveLength(2);
  });

  it('MQTT: only devices may publish, and only readings', async () => {
    const id = await equipment();
    await expect(connect({ password: 'wrong', reconnectPeriod: 0 })).rejects.toThrow('Not authorized');
    await expect(mqtt.connectAsync(broker.mqttUrl!, { reconnectPeriod: 0 })).rejects.toThrow(
      'Not authorized',
    );
    const device = await connect();
    await device.publishAsync('equipment/equipment/remove', JSON.stringify({ params: { id } }), { qos: 1 });
    await device.publishAsync(`readings/${id}`, JSON.stringify({ ...values, temperature: 99 }), { qos: 1 });
    await device.endAsync();
    expect(await stored(id, 1)).toEqual([expect.objectContaining({ temperature: 99 })]);
    expect((await replicas[0]!.get(EquipmentController).get({ params: { id } })).id).toBe(id);
  });
});
