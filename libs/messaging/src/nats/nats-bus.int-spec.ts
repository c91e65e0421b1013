import { startNats, type TestNats } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { busConformance } from '../conformance/bus-conformance.js';
import { codeOf, message, testDelivery } from '../conformance/harness.js';
import { NatsBus } from './nats-bus.js';

busConformance('NatsBus', async () => {
  const server = await startNats();
  const buses: NatsBus[] = [];
  return {
    open: async (name, observer = {}) => {
      const bus = await NatsBus.connect({ servers: server.url, name, delivery: testDelivery, observer });
      buses.push(bus);
      return bus;
    },
    close: async () => {
      await Promise.all(buses.map((bus) => bus.stop()));
      await server.stop();
    },
  };
});

describe('NatsBus and the settings of the broker', () => {
  const limitBytes = 64 * 1024;
  let server: TestNats;
  let bus: NatsBus;

  beforeAll(async () => {
    server = await startNats({ maxPayloadBytes: limitBytes });
    bus = await NatsBus.connect({ servers: server.url, name: 'greeting' });
    await bus.serve('greeting.person.greet', 'greeting', async () => ({
      payload: new Uint8Array(),
      headers: {},
    }));
  });
  afterAll(async () => {
    await bus.stop();
    await server.stop();
  });

  it('NatsBus: the payload limit counts headers as the broker does', async () => {
    const headers = { said: 'hello', 'request-id': 'request-1' };
    const request = (bytes: number) =>
      codeOf(bus.request('greeting.person.greet', { payload: new Uint8Array(bytes), headers }, 2_000));
    const headerBytes = 'NATS/1.0\r\nh: said\thello\trequest-id\trequest-1\r\n\r\n'.length + 1;
    expect(await request(limitBytes - headerBytes)).toBe('OK');
    expect(await request(limitBytes - headerBytes + 1)).toBe('PAYLOAD_TOO_LARGE');
    expect(await request(limitBytes - headerBytes)).toBe('OK');
  });

  it('NatsBus: changed settings of the event stream are applied', async () => {
    const day = 24 * 3_600_000;
    for (const maxAgeMs of [day, 2 * day]) {
      const other = await NatsBus.connect({ servers: server.url, name: 'other', events: { maxAgeMs } });
      await other.publish('evt.greeting.greeted.v1', `event-${maxAgeMs}`, message('Hi'));
      await other.stop();
    }
  });
});
