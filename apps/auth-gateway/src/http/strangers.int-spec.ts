import {
  type AnyOperation,
  contracts,
  DomainError,
  gazeMeasurementContract,
  mediaTypesOf,
} from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { type RunningGateway, startGateway, tokenOf } from '../testing/gateway.fixture.js';
import { callLimits } from './limits/categories.js';

/* Strangers from one address may send one MiB at a time, and call 300 times a minute. */
const settings = {
  RATE_LIMIT_FACTOR: '0.1',
  ANONYMOUS_BODY_BUDGET_MIB: '2',
  MAX_CONNECTIONS_PER_ADDRESS: '20',
};
const HALF_BYTES = 600 * 1024;

let testDatabase: TestDatabase;
let gateway: RunningGateway;
let port: number;

const { measure } = gazeMeasurementContract.operations;
let isFull = false;
const answer = ({ subject }: AnyOperation): undefined => {
  if (isFull && subject === measure.subject) throw new DomainError('UNAVAILABLE', { retryAfterSeconds: 60 });
};

beforeAll(async () => {
  testDatabase = await createDatabase();
  gateway = await startGateway(testDatabase.url, settings, { contracts, answer });
  await gateway.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = gateway.server.server.address() as AddressInfo);
});

afterAll(async () => {
  await gateway.stop();
  await testDatabase.drop();
});

/** Operations that anyone may call without a token in `compat`. */
const open = contracts.flatMap(({ operations }) =>
  Object.values<AnyOperation>(operations).filter(
    ({ http, access }) =>
      http && !http.follow && access.kind === 'authenticated' && access.anonymousInCompat === true,
  ),
);
const large = open.filter(({ http, body }) => body && (http!.bodyLimitBytes ?? 0) > HALF_BYTES);

const pathOf = ({ http }: AnyOperation): string => http!.path.replaceAll(/\{\w+\}/g, 'x');

const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all([...sockets].filter(({ closed }) => !closed).map((socket) => once(socket, 'close')));
  sockets.clear();
});

function connected(): Socket {
  const socket = connect(port, '127.0.0.1');
  sockets.add(socket);
  return socket;
}

/** Begins a request whose body never comes. */
async function begin(operation: AnyOperation, authorization = ''): Promise<Socket> {
  const socket = connected();
  await once(socket, 'connect');
  socket.write(
    `${operation.http!.method} ${pathOf(operation)} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${mediaTypesOf(operation)[0]}\r\n${authorization}Content-Length: ${HALF_BYTES}\r\n\r\n{`,
  );
  return socket;
}

async function answerOf(socket: Socket): Promise<string> {
  const [said] = (await once(socket, 'data')) as [Buffer];
  return said.toString();
}

const isSettled = async (socket: Socket): Promise<boolean> => {
  const held = await gateway.server.inject({ url: '/health', remoteAddress: '192.0.2.99' });
  expect(held.statusCode).toBe(200);
  return socket.readableLength > 0;
};

describe('strangers', () => {
  it('strangers: every large body is admitted before it is read, and beyond the share of the address it gets 503', async () => {
    expect(large.length).toBeGreaterThan(4);
    const holding = await begin(large[0]!);
    expect(await isSettled(holding)).toBe(false);
    for (const operation of large) {
      const second = await begin(operation);
      const said = await answerOf(second);
      expect([operation.subject, said.slice(0, 12)]).toEqual([operation.subject, 'HTTP/1.1 503']);
      expect(said).toMatch(/\r\nretry-after: \d+\r\n/i);
      expect(said).toContain('"detail":"Service temporarily unavailable');
      second.destroy();
    }
    const token = `Authorization: Bearer ${await tokenOf('attendance')}\r\n`;
    const account = await begin(large[0]!, token);
    account.write(' '.repeat(HALF_BYTES - 1));
    /* It is read, and found to be no JSON. */
    expect(await answerOf(account)).toMatch(/^HTTP\/1.1 4(00|22) /);
  });

  it('strangers: a body that is larger than a stranger may send is refused before it is read', async () => {
    const { http } = large.find((each) => (each.http!.bodyLimitBytes ?? 0) > 13 * 1024 * 1024)!;
    const answer = await gateway.server.inject({
      method: http!.method,
      url: http!.path,
      headers: { 'content-type': 'application/json', 'content-length': String(13 * 1024 * 1024) },
      remoteAddress: '192.0.2.7',
    });
    expect(answer.statusCode).toBe(413);
  });

  it('strangers: connections beyond those of one address are closed', async () => {
    const opened = Array.from({ length: 25 }, connected);
    const closed = await Promise.all(
      opened.slice(20).map(async (socket) => {
        socket.on('error', () => undefined);
        await once(socket, 'close');
        return true;
      }),
    );
    expect(closed).toHaveLength(5);
  });

  it('strangers: after the calls of one address are spent, every operation refuses it and serves others', async () => {
    const ask = (operation: AnyOperation, remoteAddress: string) =>
      gateway.server.inject({ method: operation.http!.method, url: pathOf(operation), remoteAddress });
    const address = '192.0.2.8';
    const get = open.find(({ http }) => http!.method === 'GET')!;
    for (let asked = 0; asked < callLimits.stranger.requests / 10; asked++) await ask(get, address);
    expect(open.length).toBeGreaterThan(20);
    for (const operation of open) {
      const { statusCode, headers } = await ask(operation, address);
      expect([operation.subject, statusCode]).toEqual([operation.subject, 429]);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      expect([operation.subject, (await ask(operation, '192.0.2.9')).statusCode]).not.toEqual([
        operation.subject,
        429,
      ]);
    }
  });

  it('strangers: while a service has no room for them, others are told so before their bodies are read, and accounts are served', async () => {
    const payload = { frames: [{ frame_data: 'AAAA' }] };
    isFull = true;
    const remoteAddress = '192.0.2.20';
    const first = await gateway.server.inject({
      method: 'POST',
      url: pathOf(measure),
      payload,
      remoteAddress,
    });
    isFull = false;
    expect([first.statusCode, first.headers['retry-after']]).toEqual([503, '60']);

    const second = await begin(measure);
    const refused = await answerOf(second);
    expect(refused).toMatch(/^HTTP\/1.1 503 [^]*\r\nretry-after: \d+\r\n/i);
    /* Its connection serves on after the rest of the body. */
    second.write(`${' '.repeat(HALF_BYTES - 1)}GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(await answerOf(second)).toMatch(/^HTTP\/1.1 200 /);

    const served = await gateway.server.inject({
      method: 'POST',
      url: pathOf(measure),
      payload,
      remoteAddress,
      headers: { authorization: `Bearer ${await tokenOf('attendance')}` },
    });
    expect(served.statusCode).toBe(200);
  });
});
