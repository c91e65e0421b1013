import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { startNats, type TestNats } from '@argus/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, gate, message, relay, testDelivery, valueOf } from '../conformance/harness.js';
import { Mailbox } from '../conformance/mailbox.js';
import type { HeartbeatPolicy } from './long-request.js';
import { NatsBus } from './nats-bus.js';

const subject = 'evt.greeting.greeted.v1';

/** A bus with what its observer was told. */
class Service {
  private constructor(
    readonly bus: NatsBus,
    readonly connection: Mailbox<boolean>,
    readonly stores: Mailbox<string>,
  ) {}

  static async connect(name: string, url: string, heartbeat?: HeartbeatPolicy): Promise<Service> {
    const connection = new Mailbox<boolean>();
    const stores = new Mailbox<string>();
    const observer = {
      connectionChanged: (connected: boolean) => connection.put(connected),
      eventStoreOpened: (identity: string) => stores.put(identity),
    };
    const own = { name, delivery: testDelivery, observer, ...(heartbeat && { heartbeat }) };
    const bus = await NatsBus.connect({ servers: url, ...own });
    return new Service(bus, connection, stores);
  }
}

describe('NatsBus and a failing broker', () => {
  let server: TestNats;
  const services: Service[] = [];

  const start = async (name: string, heartbeat?: HeartbeatPolicy): Promise<Service> => {
    const service = await Service.connect(name, server.url, heartbeat);
    services.push(service);
    return service;
  };
  const everyone = (changes: number) =>
    Promise.all(services.map(({ connection }) => connection.atLeast(changes)));

  beforeEach(async () => {
    server = await startNats();
  });
  afterEach(async () => {
    await Promise.all(services.splice(0).map(({ bus }) => bus.stop()));
    await server.stop();
  });

  it('NatsBus: connecting waits for a broker that starts later', async () => {
    await server.kill();
    let connected = false;
    const starting = start('greeting').then(async ({ bus }) => {
      connected = true;
      await bus.serve('greeting.person.greet', 'greeting', async (request) => request);
      return bus;
    });
    expect(connected).toBe(false);
    await server.restart();
    const bus = await starting;
    expect(valueOf(await bus.request('greeting.person.greet', message('late'), 5_000))).toBe('late');
  });

  /** Returns why the bus waits for this broker. Stops after the same reason twice in a row. */
  async function reasonToWait(servers: string): Promise<string> {
    const stopping = new AbortController();
    const reasons: string[] = [];
    const onWaiting = (error: unknown): void => {
      if (reasons.push(String(error)) > 1 && reasons.at(-1) === reasons.at(-2)) stopping.abort();
    };
    const waiting = NatsBus.connect({ servers, name: 'late', signal: stopping.signal, onWaiting });
    await expect(waiting).rejects.toThrow('abort');
    return reasons.at(-1)!;
  }

  it('NatsBus: while it waits for a broker it reports why, and stops when aborted', async () => {
    await server.kill();
    expect(await reasonToWait(server.url)).toContain('connection refused');
  });

  /** Replaces the broker by one with these arguments on the same port while `work` runs. */
  async function withOtherBroker(args: readonly string[], work: () => Promise<void>): Promise<void> {
    await server.kill();
    const { hostname, port } = new URL(server.url);
    const child = spawn('nats-server', ['--addr', hostname, '--port', port, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await once(child, 'spawn');
    try {
      await once(child.stderr, 'data');
      await work();
    } finally {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    }
  }

  it('NatsBus: a broker without JetStream is not accepted', () =>
    withOtherBroker([], async () => expect(await reasonToWait(server.url)).toContain('JetStream')));

  it('NatsBus: credentials in the address are sent to the broker', () => {
    const store = ['--jetstream', '--store_dir', join(server.storeDirectory, '../other')];
    return withOtherBroker([...store, '--user', 'argus', '--pass', '1a/b'], async () => {
      expect(await reasonToWait(server.url)).toContain('Authorization');
      const servers = server.address.replace('nats://', 'nats://argus:1a%2Fb@');
      const bus = await NatsBus.connect({ servers, name: 'known' });
      expect(bus.connected).toBe(true);
      await bus.stop();
    });
  });

  it('NatsBus: requests and events fail at once while the broker is down and work again after its return', async () => {
    const [client, greeting] = [await start('client'), await start('greeting')];
    await greeting.bus.serve('greeting.person.greet', 'greeting', async (request) => request);
    expect(client.bus.connected).toBe(true);
    for (let round = 0; round < 3; round += 1) {
      await server.kill();
      await everyone(2 * round + 1);
      expect(client.bus.connected).toBe(false);
      const request = client.bus.request('greeting.person.greet', message(1), 60_000);
      expect(await codeOf(request)).toBe('UNAVAILABLE');
      expect(await codeOf(client.bus.publish(subject, randomUUID(), message(1)))).toBe('UNAVAILABLE');
      await server.restart();
      await everyone(2 * round + 2);
      expect(valueOf(await client.bus.request('greeting.person.greet', message(round), 5_000))).toBe(round);
    }
  });

  it('NatsBus: a request in flight when the broker was killed is answered after its restart', async () => {
    const [client, greeting] = [await start('client'), await start('greeting')];
    const arrived = new Mailbox<true>();
    const go = gate();
    await greeting.bus.serve('greeting.person.greet', 'greeting', async (request) => {
      arrived.put(true);
      await go.passed;
      return request;
    });
    const answer = client.bus.request('greeting.person.greet', message('in flight'), 30_000);
    await arrived.atLeast(1);
    await server.kill();
    await everyone(1);
    await server.restart();
    await everyone(2);
    go.open();
    expect(valueOf(await answer)).toBe('in flight');
  });

  it('NatsBus: a long request to a service that dies meanwhile fails after a short silence', async () => {
    const heartbeat = { everyMs: 50, silenceMs: 1_000 };
    const { bus } = await start('client', heartbeat);
    const { username: user, password: pass } = new URL(server.url);
    const dying = await connect({ servers: server.address, user, pass });
    const received = new Promise((done) => dying.subscribe('greeting.person.greet', { callback: done }));
    await dying.flush();
    const answer = bus.request('greeting.person.greet', message('lost'), 60_000);
    await received;
    await dying.close();
    expect(await codeOf(answer)).toBe('UNAVAILABLE');
  });

  it('NatsBus: a long request is answered however long the service works, and one to nobody fails at once', async () => {
    const heartbeat = { everyMs: 50, silenceMs: 1_000 };
    const { bus } = await start('client', heartbeat);
    const greeting = await start('greeting');
    await greeting.bus.serve('greeting.person.greet', 'greeting', async (request) => {
      await new Promise((worked) => setTimeout(worked, 2 * heartbeat.silenceMs));
      return request;
    });
    const answer = await bus.request('greeting.person.greet', message('slow'), 60_000);
    expect(valueOf(answer)).toBe('slow');
    expect(await codeOf(bus.request('greeting.person.nobody', message(1), 60_000))).toBe('UNAVAILABLE');
  });

  it('NatsBus: no acknowledged event is lost when the broker is killed repeatedly', async () => {
    const [publisher, attendance] = [await start('greeting'), await start('attendance')];
    const handled = new Set<string>();
    const arrivals = new Mailbox<string>();
    await attendance.bus.consume(subject, 'attendance', async (_, id) => {
      if (!handled.has(id)) arrivals.put(id);
      handled.add(id);
    });
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 30; n += 1) ids.push(await relay(publisher.bus, subject, n));
      await server.kill();
      await server.restart();
    }
    ids.push(await relay(publisher.bus, subject, 'the last one'));
    await arrivals.atLeast(ids.length);
    expect([...handled].sort()).toEqual([...ids].sort());
  });

  it('NatsBus: after the broker lost its store, events work again and publishers are told', async () => {
    const [publisher, attendance] = [await start('greeting'), await start('attendance')];
    const handled = new Mailbox<unknown>();
    const followed = new Mailbox<unknown>();
    await attendance.bus.consume(subject, 'attendance', async (event) => handled.put(valueOf(event)));
    await attendance.bus.follow(subject, async (event) => followed.put(valueOf(event)));
    await relay(publisher.bus, subject, 'before');
    await handled.atLeast(1);
    const [before] = await publisher.stores.atLeast(1);

    await server.kill();
    await server.loseStore();
    await server.restart();
    await everyone(2);
    const stores = await publisher.stores.atLeast(2);
    expect(stores.at(-1)).not.toBe(before);

    await relay(publisher.bus, subject, 'after');
    expect(await handled.atLeast(2)).toEqual(['before', 'after']);
    expect((await followed.atLeast(2)).at(-1)).toBe('after');
  });

  it('NatsBus: an event published before the first consumer existed is delivered', async () => {
    const publisher = await start('greeting');
    await relay(publisher.bus, subject, 'early');
    const handled = new Mailbox<unknown>();
    const attendance = await start('attendance');
    await attendance.bus.consume(subject, 'attendance', async (event) => handled.put(valueOf(event)));
    expect(await handled.atLeast(1)).toEqual(['early']);
  });

  it('NatsBus: it stops while the broker is down', async () => {
    const greeting = await start('greeting');
    await greeting.bus.serve('greeting.person.greet', 'greeting', async (request) => request);
    await greeting.bus.consume(subject, 'greeting', async () => undefined);
    await server.kill();
    await everyone(1);
    await greeting.bus.stop();
    expect(greeting.bus.connected).toBe(false);
  });
});
