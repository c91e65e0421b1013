import { deviceContract, equipmentContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { connect as connectToNats, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mqtt, { type MqttClient } from 'mqtt';
import { subjects } from '../testing/broker-subjects.js';
import { DeviceStage, engineer } from '../testing/device-stage.js';

/* Trust, check 19: devices with the keeper's gate, a real broker and the real service of equipment. */
let stage: DeviceStage;
let observer: NatsConnection;
/** Subjects by content; a message that a service gets from a stream passes a second time. */
const published = new Map<string, Set<string>>();

beforeAll(async () => {
  stage = await DeviceStage.start();
  const { username, password } = new URL(stage.broker.url);
  observer = await connectToNats({ servers: stage.broker.address, user: username, pass: password });
  observer.subscribe('>', {
    callback: (_, { subject, data }) => {
      const text = Buffer.from(data).toString();
      published.set(text, new Set([...(published.get(text) ?? []), subject]));
    },
  });
  await observer.flush();
});
afterAll(async () => {
  await observer.close();
  await stage.stop();
});

const topicOf = (subject: string): string =>
  subject.replaceAll('.', '/').replaceAll('*', '+').replaceAll('>', '#');
/** What a device published with this content, as the broker passed it on. */
const passedOn = async (content: string): Promise<string[]> => {
  await observer.flush();
  return [...(published.get(content) ?? [])].filter((subject) => !subject.startsWith('$MQTT.'));
};
const isRefused = (connecting: Promise<MqttClient>) => expect(connecting).rejects.toThrow('Not authorized');
const closed = (device: MqttClient): Promise<void> =>
  new Promise((done) => {
    if (device.connected) device.once('close', done);
    else done();
  });

describe('what a device may do on the broker', () => {
  it('rights: of everything on the broker, a device may publish readings of its equipment and nothing else', async () => {
    const [own, second, foreign] = [await stage.machine(), await stage.machine(), await stage.machine()];
    const everything = [
      ...subjects.map(({ subject }) => subject).filter((subject) => !subject.startsWith('readings.')),
      ...[own, second, foreign].map((id) => `readings.${id}`),
      ...[
        'readings',
        `readings.${own}.x`,
        `evt.readings.${own}`,
        '_INBOX.device.x',
        '$MQTT.deliver.pubrel.x',
      ],
    ];
    const few = await stage.device([own, second]);
    const all = await stage.device(null);
    for (const [device, granted] of [
      [few, [own, second]],
      [all, [own, second, foreign]],
    ] as const) {
      const client = await stage.connect(device);
      const content = `tried by ${device.username}`;
      const plain = everything.filter((subject) => !/[*>]/.test(subject));
      await Promise.all(plain.map((subject) => client.publishAsync(topicOf(subject), content, { qos: 1 })));
      const heard = await Promise.all(
        [...everything, '>'].map((subject) =>
          client.subscribeAsync(topicOf(subject), { qos: 1 }).then(
            () => [subject],
            () => [],
          ),
        ),
      );
      await client.endAsync();
      expect(heard.flat()).toEqual([]);
      const passed = await passedOn(content);
      expect(passed.sort()).toEqual(granted.map((id) => `readings.${id}`).sort());
    }
    expect(everything.length).toBeGreaterThan(300);
  });

  it('bounds: what the broker keeps of QoS 2 and of retained messages has an end', async () => {
    const machine = await stage.machine();
    const client = await stage.connect(await stage.device([machine]));
    await client.publishAsync(`readings/${machine}`, 'exactly once', { qos: 2 });
    await client.publishAsync(`readings/${machine}`, 'kept', { qos: 1, retain: true });
    await client.endAsync();
    expect(await passedOn('exactly once')).toContain(`readings.${machine}`);
    for (const [name, max_bytes] of [
      ['$MQTT_qos2in', 64 * 1024 * 1024],
      ['$MQTT_rmsgs', 1024 * 1024],
    ] as const) {
      const info = (await observer.request(`$JS.API.STREAM.INFO.${name}`)).json<Record<string, object>>();
      expect(info).toMatchObject({ config: { max_bytes }, state: { last_seq: expect.any(Number) } });
      expect((info.state as { last_seq: number }).last_seq).toBeGreaterThan(0);
    }
  });

  it('rights: the last will of a device goes to its own equipment only', async () => {
    const [own, foreign] = [await stage.machine(), await stage.machine()];
    for (const [id, expected] of [
      [own, [`readings.${own}`]],
      [foreign, []],
    ] as const) {
      const payload = Buffer.from(`the will about ${id}`);
      const will = { topic: `readings/${id}`, payload, qos: 1 as const, retain: false };
      const client = await stage.connect(await stage.device([own]), { will });
      client.stream.destroy();
      await closed(client);
      /* The next connection of the same client id is answered after the will of the former one. */
      const heard = () => passedOn(String(payload));
      if (expected.length > 0) await eventually(heard, (all) => all.length > 0);
      expect(await heard()).toEqual(expected);
    }
  });
});

describe('who is let in', () => {
  it('gate: wrong, foreign and missing credentials, a foreign client id and the names of services are refused', async () => {
    const [one, other] = [await stage.device(null), await stage.device(null)];
    const { username, password } = one;
    for (const wrong of [
      { username, password: `${password.slice(0, -1)}${password.endsWith('A') ? 'B' : 'A'}` },
      { username, password: other.password },
      { username, password: '' },
      { username: 'device-999999', password },
      { username: 'device', password: 'a password' },
      { username: 'equipment', password },
      { username: 'keeper', password },
      { username: `${username}'--`, password },
    ])
      await isRefused(stage.connect(wrong));
    await isRefused(stage.connect(one, { clientId: other.username }));
    await isRefused(stage.connect(one, { clientId: 'press-9' }));
    await isRefused(mqtt.connectAsync(stage.broker.mqttUrl!, { reconnectPeriod: 0, connectTimeout: 30_000 }));
    await (await stage.connect(one)).endAsync();
  });

  it('gate: the credentials of a device open MQTT only', async () => {
    const { username, password } = await stage.device(null);
    await expect(
      connectToNats({ servers: stage.broker.address, user: username, pass: password, reconnect: false }),
    ).rejects.toThrow('Authorization Violation');
  });

  it('gate: a device without any equipment is refused', async () => {
    const machine = await stage.machine();
    const device = await stage.device([machine]);
    await stage.equipment.call(equipmentContract.operations.remove, { params: { id: machine } }, engineer);
    await isRefused(stage.connect(device));
  });

  it('gate: an administrator reads when and why a device was refused last', async () => {
    const machine = await stage.machine();
    const [first, second, third, fourth] = [
      await stage.device(null),
      await stage.device(null),
      await stage.device(null),
      await stage.device([machine]),
    ];
    await stage.revoke(third);
    await stage.equipment.call(equipmentContract.operations.remove, { params: { id: machine } }, engineer);
    await isRefused(stage.connect({ ...first, password: 'as it was typed' }));
    await isRefused(stage.connect(second, { clientId: 'press-9' }));
    await isRefused(stage.connect(third));
    await isRefused(stage.connect(fourth));
    const { get } = deviceContract.operations;
    const read = [first, second, third, fourth].map(({ id }) =>
      stage.equipment.call(get, { params: { id } }, engineer),
    );
    const causes = (await Promise.all(read)).map(({ last_refused_at, last_refusal_cause }) => [
      last_refusal_cause,
      Math.abs(Date.parse(last_refused_at!) - Date.now()) < 60_000,
    ]);
    expect(causes).toEqual([
      ['wrong_password', true],
      ['client_id', true],
      ['revoked', true],
      ['no_equipment', true],
    ]);
  });

  it('gate: a storm of one refused device asks the service once', async () => {
    const device = { ...(await stage.device(null)), password: `argd_${'x'.repeat(43)}` };
    let asked = 0;
    const subscription = observer.subscribe('equipment.device.admit', { callback: () => void asked++ });
    await observer.flush();
    for (let at = 0; at < 20; at++) await isRefused(stage.connect(device));
    subscription.unsubscribe();
    expect(asked).toBe(1);
  });
});

describe('the end of rights', () => {
  it('gate: a revoked device is disconnected and refused, and another stays connected', async () => {
    const machine = await stage.machine();
    const [revoked, other] = [await stage.device([machine]), await stage.device([machine])];
    const [client, staying] = [await stage.connect(revoked), await stage.connect(other)];
    /* Named again, the same equipment changes nothing. */
    const same = { params: { id: other.id }, body: { equipment: [machine] } };
    await stage.equipment.call(deviceContract.operations.change, same, engineer);
    await stage.revoke(revoked);
    await closed(client);
    await isRefused(stage.connect(revoked));
    await staying.publishAsync(`readings/${machine}`, 'still here', { qos: 1 });
    expect(await passedOn('still here')).toContain(`readings.${machine}`);
    await staying.endAsync();
  });

  it('gate: a new password ends connections with the former one', async () => {
    const former = await stage.device(null);
    const client = await stage.connect(former);
    const { rotate } = deviceContract.operations;
    const next = await stage.equipment.call(rotate, { params: { id: former.id } }, engineer);
    await closed(client);
    await isRefused(stage.connect(former));
    await (await stage.connect(next)).endAsync();
  });

  it('gate: a device that gets other equipment connects again with its new rights', async () => {
    const [before, after] = [await stage.machine(), await stage.machine()];
    const device = await stage.device([before]);
    const client = await stage.connect(device, { reconnectPeriod: 20 });
    const { change } = deviceContract.operations;
    const again = new Promise((done) => client.once('connect', done));
    await stage.equipment.call(change, { params: { id: device.id }, body: { equipment: [after] } }, engineer);
    await again;
    for (const id of [before, after])
      await client.publishAsync(`readings/${id}`, `moved to ${id}`, { qos: 1 });
    await client.endAsync();
    expect(await passedOn(`moved to ${before}`)).toEqual([]);
    expect(await passedOn(`moved to ${after}`)).toContain(`readings.${after}`);
  });

  it('gate: a device loses removed equipment and keeps the other', async () => {
    const [removed, kept] = [await stage.machine(), await stage.machine()];
    const device = await stage.device([removed, kept]);
    const client = await stage.connect(device);
    await stage.equipment.call(equipmentContract.operations.remove, { params: { id: removed } }, engineer);
    await closed(client);
    const { get } = deviceContract.operations;
    const { equipment } = await stage.equipment.call(get, { params: { id: device.id } }, engineer);
    expect(equipment).toEqual([kept]);
    await (await stage.connect(device)).endAsync();
  });

  it('gate: what was revoked while no keeper ran is disconnected when one starts', async () => {
    const [revoked, other] = [await stage.device(null), await stage.device(null)];
    const [client, staying] = [await stage.connect(revoked), await stage.connect(other)];
    await stage.stopKeeper();
    await stage.revoke(revoked);
    expect(client.connected).toBe(true);
    await stage.startKeeper();
    await closed(client);
    expect(staying.connected).toBe(true);
    await staying.endAsync();
  });
});

describe('the password that all devices shared', () => {
  const shared = { username: 'device', password: 'the former password' };

  it('gate: works while the settings allow it, and ends with that', async () => {
    await isRefused(stage.connect(shared));
    await stage.stopKeeper();
    await stage.startKeeper(shared.password);
    await isRefused(stage.connect({ ...shared, password: 'another' }));
    /* The session of a device with a password of its own. */
    await isRefused(stage.connect(shared, { clientId: 'device-1' }));
    const client = await stage.connect(shared, { clientId: 'any' });
    await client.publishAsync('readings/1', 'by all', { qos: 1 });
    await client.publishAsync('evt/equipment/x', 'by all', { qos: 1 });
    expect(await passedOn('by all')).toEqual(['readings.1']);
    await stage.stopKeeper();
    await stage.startKeeper();
    await closed(client);
  });
});
