import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEEPER, KeeperServer, NatsBus } from '@argus/messaging';
import { busKeysIn, keeperCaller } from '@argus/service-kit';
import { startNats, type TestNats } from '@argus/testing';
import {
  connect,
  nkeyAuthenticator,
  type NatsConnection,
  PermissionViolationError,
} from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '../services.js';
import { consumers, names, type Subject, subjects } from '../testing/broker-subjects.js';
import { type BrokerKeys, keysIn, traffic, usersWith } from './broker-users.js';

/* Trust, check 19: every service × every subject, on a real server. Services, subjects and rights come from the catalogue. */
const folder = mkdtempSync(join(tmpdir(), 'argus-broker-'));
let keys: BrokerKeys;
let broker: TestNats;

beforeAll(async () => {
  keys = keysIn({ DATA_DIR: folder });
  broker = await startNats({ mqtt: {}, users: usersWith(keys) });
});
afterAll(async () => {
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
});

const options = (name: string) => ({
  servers: broker.address,
  authenticator: nkeyAuthenticator(new TextEncoder().encode(keys.of[name]!.seed)),
  reconnect: false,
});

/** Tries every subject in every way; returns what the server did not refuse. */
async function tried(name: string): Promise<Record<'publish' | 'subscribe' | 'group', Set<string>>> {
  const connection: NatsConnection = await connect(options(name));
  const refused = new Set<string>();
  const listening = (async () => {
    for await (const status of connection.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(`${status.error.operation} ${status.error.subject} ${status.error.queue ?? ''}`);
  })();
  const ignore = { callback: () => undefined };
  for (const { subject } of subjects) {
    if (!/[*>]/.test(subject)) connection.publish(subject, 'not a request');
    connection.subscribe(subject, ignore);
    connection.subscribe(subject, { ...ignore, queue: name });
  }
  await connection.flush();
  await connection.close();
  await listening;
  const passed = (key: (subject: string) => string) =>
    new Set(subjects.map(({ subject }) => subject).filter((subject) => !refused.has(key(subject))));
  return {
    publish: passed((subject) => `publish ${subject} `),
    subscribe: passed((subject) => `subscription ${subject} `),
    group: passed((subject) => `subscription ${subject} ${name}`),
  };
}

describe('the rights of every service on the broker', () => {
  it.each(names)(
    'rights: of everything on the broker, %s may do what its work needs and nothing else',
    async (name) => {
      const passed = await tried(name);
      const allowed = (may: (subject: Subject) => boolean | undefined) =>
        subjects.filter((each) => may(each)).map(({ subject }) => subject);
      expect([...passed.subscribe]).toEqual(allowed(({ subscribe }) => subscribe?.(name)));
      expect([...passed.group]).toEqual(
        allowed(({ subscribe, group }) => Boolean(subscribe?.(name)) || group?.(name)),
      );
      expect([...passed.publish].filter((subject) => !/[*>]/.test(subject))).toEqual(
        allowed(({ subject, publish }) => !/[*>]/.test(subject) && publish?.(name)),
      );
    },
  );

  it('rights: the matrix covers every operation, event, inbox, consumer and stream', () => {
    expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(subjects.length);
    expect(subjects.length).toBeGreaterThan(300);
    expect(consumers.length).toBeGreaterThan(1);
  });

  it('rights: nobody is granted everything', () => {
    for (const { permissions } of usersWith(keys))
      for (const granted of [permissions!.publish, permissions!.subscribe].flat() as string[])
        expect(granted).not.toMatch(/^(\*\.)*>|^_INBOX\.(\*|>)|^\$JS\.(API|ACK)\.>/);
  });
});

describe('the keys with which calls are sealed', () => {
  const callers = [...services, keeperCaller];

  it.each(callers)(
    'keys: $name can seal for the services of the calls that it declares, and for no other',
    ({ name, calls = [] }) => {
      const called = new Set(calls.map(({ subject }) => subject.split('.')[0]!));
      const keysOf = busKeysIn({ DATA_DIR: folder }, callers);
      expect(Object.keys(keysOf(name).calls).sort()).toEqual([...called].sort());
      for (const other of callers)
        expect([other.name, name in keysOf(other.name).answers]).toEqual([
          other.name,
          called.has(other.name),
        ]);
    },
  );
});

describe('services with their least rights', () => {
  it('least rights: every declared call is answered, and every event reaches its consumers and followers', async () => {
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const broken = { servers: broker.address };
    const keeper = await KeeperServer.start({ ...broken, nkey: keys.of[KEEPER]!.seed, failed });
    const buses = new Map<string, NatsBus>();
    for (const { name } of traffic)
      buses.set(
        name,
        await NatsBus.connect({ ...broken, name, nkey: keys.of[name]!.seed, observer: { failed } }),
      );
    const seen: string[] = [];
    for (const { name, serves, consumes, follows } of traffic) {
      const bus = buses.get(name)!;
      await Promise.all(serves.map((subject) => bus.serve(subject, name, async (request) => request)));
      for (const subject of follows)
        await bus.follow(subject, async () => void seen.push(`${name} follows ${subject}`));
      for (const subject of consumes)
        await bus.consume(subject, name, async () => void seen.push(`${name} consumes ${subject}`));
    }
    const message = { payload: new Uint8Array([1]), headers: {} };
    const answers = traffic.flatMap(({ name, calls }) =>
      calls.map((subject) => buses.get(name)!.request(subject, message, 30_000)),
    );
    for (const { payload } of await Promise.all(answers)) expect(payload).toHaveLength(1);
    for (const { name, publishes } of traffic)
      for (const subject of publishes) await buses.get(name)!.publish(subject, `${subject} 1`, message);
    const expected = traffic.flatMap(({ name, consumes, follows }) => [
      ...follows.map((subject) => `${name} follows ${subject}`),
      ...consumes.map((subject) => `${name} consumes ${subject}`),
    ]);
    while (seen.length < expected.length) await new Promise((done) => setTimeout(done, 20));
    await Promise.all([...buses.values()].map((bus) => bus.stop()));
    await keeper.stop();
    expect(seen.sort()).toEqual(expected.sort());
    expect(failures).toEqual([]);
  });

  it('least rights: the keeper makes no stream and no consumer that its asker may not have', async () => {
    const failures: string[] = [];
    const failed = (error: unknown) => failures.push((error as Error).message);
    const keeper = await KeeperServer.start({ servers: broker.address, nkey: keys.of[KEEPER]!.seed, failed });
    const vision = await NatsBus.connect({
      servers: broker.address,
      name: 'vision',
      nkey: keys.of.vision!.seed,
      observer: {},
    });
    const consumed = vision.consume('identity.account.find', 'vision', async () => undefined);
    while (failures.length === 0) await new Promise((done) => setTimeout(done, 20));
    await vision.stop();
    await consumed;
    await keeper.stop();
    expect(failures).toContain('vision asks for a consumer of identity.account.find that nobody may have');
  });
});

describe('who has no name on the broker', () => {
  it('anonymous: is refused, and so are a wrong name, a wrong password and a key that is not known', async () => {
    const { createUser } = await import('@nats-io/nkeys');
    const stranger = nkeyAuthenticator(createUser().getSeed());
    for (const credentials of [
      {},
      { user: 'services', pass: 'x' },
      { user: 'vision' },
      { authenticator: stranger },
    ])
      await expect(connect({ servers: broker.address, reconnect: false, ...credentials })).rejects.toThrow(
        'Authorization Violation',
      );
  });

  it('anonymous: plain text is refused where the broker has a certificate, and a certificate of nobody known as well', async () => {
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    execFileSync('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...[
        '-subj',
        '/CN=argus',
        '-addext',
        'subjectAltName=DNS:localhost',
        '-keyout',
        keyFile,
        '-out',
        certFile,
      ],
    ]);
    const guarded = await startNats({ tls: { certFile, keyFile }, users: usersWith(keys) });
    const own = { name: 'vision', nkey: keys.of.vision!.seed };
    const reason = (caFile?: string) => {
      const stopping = new AbortController();
      let why = '';
      return NatsBus.connect({
        ...own,
        servers: guarded.address,
        caFile,
        signal: stopping.signal,
        onWaiting: (error) => {
          why = String(error);
          stopping.abort();
        },
      }).then(
        (bus) => bus.stop().then(() => 'connected'),
        () => why,
      );
    };
    expect(await reason(certFile)).toBe('connected');
    expect(await reason()).toContain('self-signed');
    await expect(
      connect({ ...options('vision'), servers: guarded.address.replace('tls:', 'nats:'), tls: null }),
    ).rejects.toThrow();
    await guarded.stop();
  });
});
