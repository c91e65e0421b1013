import { type AnyOperation, contracts, parse, secretFieldsOf } from '@argus/contracts';
import { startNats, type TestNats } from '@argus/testing';
import { planted, validOf } from '@argus/testing/generated';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { Bus } from '../bus.js';
import { NatsBus } from '../nats/nats-bus.js';
import { newContext } from '../rpc/call-context.js';
import { RpcClient } from '../rpc/rpc-client.js';
import { serveOperation } from '../rpc/serve-contract.js';
import { SealedBus } from './sealed-bus.js';
import { keysAmong } from './testing-keys.js';

type Class = new () => unknown;

const operations: readonly AnyOperation[] = contracts.flatMap(({ operations: all }) =>
  Object.values<AnyOperation>(all).filter(({ http }) => !http?.links),
);
const secretsIn = (Part: unknown): boolean => Part !== undefined && secretFieldsOf(Part as Class).length > 0;
const withSecrets = operations.filter(({ params, query, body, reply }) =>
  [params, query, body, reply].some(secretsIn),
);
const services = ['auth-gateway', ...new Set(contracts.map(({ service }) => service))];

/** Everything that passes the broker, as whoever may read all of it sees it. */
const overheard: Buffer[] = [];
let nats: TestNats;
let listener: NatsConnection;
const buses: Bus[] = [];

beforeAll(async () => {
  nats = await startNats();
  const { username: user, password: pass } = new URL(nats.url);
  listener = await connect({ servers: nats.address, user, pass });
  listener.subscribe('>', {
    callback: (_, message) => {
      const headers = [...(message.headers ?? [])];
      overheard.push(Buffer.from(message.data), Buffer.from(JSON.stringify(headers)));
    },
  });
  await listener.flush();
});
afterAll(async () => {
  await Promise.all(buses.map((bus) => bus.stop()));
  await listener.close();
  await nats.stop();
});

async function open(name: string, wrap: (bus: Bus) => Bus): Promise<Bus> {
  const bus = wrap(await NatsBus.connect({ servers: nats.url, name }));
  buses.push(bus);
  return bus;
}

/** Free JSON may hold what cannot be stored: the first sample that is taken. */
const acceptedOf = (Part: Class): unknown =>
  fc.sample(validOf(Part), { numRuns: 50, seed: 1 }).find((value) => {
    try {
      return parse(Part, value);
    } catch {
      return false;
    }
  });

/** Calls an operation with secrets in input and reply. Returns the secrets. */
async function callWithSecrets(operation: AnyOperation, caller: Bus, server: Bus): Promise<string[]> {
  const made: string[] = [];
  const secretFor = () => {
    made.push(`planted${randomBytes(16).toString('hex')}`);
    return made.at(-1)!;
  };
  const valueOf = (Part: unknown): unknown =>
    Part === undefined ? undefined : planted(Part as Class, acceptedOf(Part as Class), secretFor);
  const { params, query, body, reply } = operation;
  const answer = valueOf(reply);
  const answered = made.length;
  const received: unknown[] = [];
  await serveOperation(server, operation, 'test', async (input) => {
    received.push(input);
    return answer;
  });
  const input = { params: valueOf(params), query: valueOf(query), body: valueOf(body) };
  const replied: unknown = await new RpcClient(caller).call(operation, input as never, newContext());
  const arrived = [
    ...made.slice(0, answered).map(() => textIn(replied)),
    ...made.slice(answered).map(() => textIn(received[0])),
  ];
  expect(made.filter((secret, at) => !arrived[at]!.includes(secret))).toEqual([]);
  return made;
}

/** All text in a value; bytes as text. */
function textIn(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (typeof value === 'object' && value !== null) return Object.values(value).map(textIn).join(' ');
  return String(value);
}

const isOverheard = (secret: string): boolean => overheard.some((bytes) => bytes.includes(secret));

describe('secrets of operations on NATS', () => {
  it('secrets: a call without seals is overheard, so the listener can hear', async () => {
    const [caller, server] = [await open('plain-caller', (bus) => bus), await open('plain', (bus) => bus)];
    const operation = { ...withSecrets[0]!, subject: 'plain.thing.do' };
    const secrets = await callWithSecrets(operation, caller, server);
    await listener.flush();
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(isOverheard)).toEqual(secrets);
  });

  it('secrets: every operation with a secret in input or reply is called, and none of them is overheard', async () => {
    const keys = keysAmong(services, 'auth-gateway');
    const caller = await open('auth-gateway', (bus) => new SealedBus(bus, keys('auth-gateway'), () => true));
    const servers = new Map<string, Bus>();
    for (const name of services)
      servers.set(name, await open(name, (bus) => new SealedBus(bus, keys(name), () => true)));
    const leaked: string[] = [];
    let count = 0;
    for (const operation of withSecrets) {
      const [service = ''] = operation.subject.split('.');
      const secrets = await callWithSecrets(operation, caller, servers.get(service)!);
      count += secrets.length;
      await listener.flush();
      if (secrets.some(isOverheard)) leaked.push(operation.subject);
    }
    expect(leaked).toEqual([]);
    expect(withSecrets.length).toBeGreaterThan(30);
    expect(count).toBeGreaterThan(withSecrets.length);
    expect(overheard.length).toBeGreaterThan(2 * withSecrets.length);
  });
});
