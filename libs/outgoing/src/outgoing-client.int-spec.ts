import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { OutgoingClient } from './outgoing-client.js';
import type { FoundAddress } from './find-addresses.js';
import { OutgoingPolicy } from './outgoing-policy.js';
import { OutgoingRefused } from './outgoing-refused.js';
import { hostileNames, hostileUrls } from './testing/hostile-addresses.js';

const asked = { timeoutMs: 10_000, maxAnswerBytes: 1000 };
const loopback: FoundAddress = { address: '127.0.0.1', family: 4 };

/** A listener on loopback; returns its port and what arrived. */
async function listening(answer: (request: IncomingMessage, reply: ServerResponse) => void) {
  const arrived: string[] = [];
  const server = createServer((request, reply) => {
    arrived.push(request.url ?? '');
    answer(request, reply);
  });
  return { server, arrived, port: await portOf(server) };
}

async function portOf(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return (server.address() as AddressInfo).port;
}

const servers: Server[] = [];
const clients: OutgoingClient[] = [];
const clientWith = (testing: ConstructorParameters<typeof OutgoingPolicy>[1]) => {
  const client = new OutgoingClient(new OutgoingPolicy([], testing), ['http:', 'https:']);
  clients.push(client);
  return client;
};
/** For receivers that stand on loopback in these tests. */
const trusting = () => clientWith({ verdict: () => 'allowed', lookup: async () => [loopback] });

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('requests to addresses that users give', () => {
  let canary: Awaited<ReturnType<typeof listening>>;
  let connections = 0;
  beforeAll(async () => {
    canary = await listening((_request, reply) => reply.end('reached'));
    canary.server.on('connection', () => connections++);
    const six = createTcpServer(() => connections++);
    servers.push(canary.server, six);
    await portOf(six, '::1', canary.port);
  });

  it('no hostile form of an address reaches canaries at 127.0.0.1 and ::1', async () => {
    const lookup = async (name: string) => {
      const addresses = hostileNames[name] ?? ['127.0.0.1'];
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    const client = clientWith({ lookup });
    const urls = ['http', 'https'].flatMap((scheme) => hostileUrls(scheme, canary.port));
    const outcomes = await Promise.allSettled(urls.map((url) => client.request(url, asked)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    const reasons = outcomes.map((each) =>
      each.status === 'rejected' ? (each.reason as unknown) : each.value,
    );
    expect(reasons.filter((reason) => !(reason instanceof OutgoingRefused))).toEqual([]);
    expect(connections).toBe(0);
  });

  it('a name that stands for loopback the second time is refused then, and the first connection went to the judged address', async () => {
    let asks = 0;
    const verdict = (address: string) => (address === '127.0.0.1' && asks === 1 ? 'allowed' : 'forbidden');
    const client = clientWith({ verdict, lookup: async () => (asks++, [loopback]) });
    const url = `http://rebinding.example:${canary.port}/first`;
    expect((await client.request(url, { ...asked, headers: { connection: 'close' } })).status).toBe(200);
    await expect(client.request(url, asked)).rejects.toMatchObject({ reason: 'forbidden_address' });
    expect(canary.arrived).toEqual(['/first']);
  });

  it('a redirect is an answer and is not followed', async () => {
    const reached = canary.arrived.length;
    const { server, port } = await listening((_request, reply) =>
      reply.writeHead(302, { location: `http://127.0.0.1:${canary.port}/redirected` }).end(),
    );
    servers.push(server);
    expect((await trusting().request(`http://receiver.example:${port}/`, asked)).status).toBe(302);
    expect(canary.arrived).toHaveLength(reached);
  });

  it('the answer is read to its bound and no further, and the connection ends', async () => {
    let ended: (() => void) | undefined;
    const closed = new Promise<void>((resolve) => (ended = resolve));
    const { server, port } = await listening((_request, reply) => {
      const endless = () => reply.write('x'.repeat(10_000), () => reply.destroyed || setImmediate(endless));
      reply.on('close', () => ended?.());
      endless();
    });
    servers.push(server);
    const { body } = await trusting().request(`http://receiver.example:${port}/`, asked);
    expect(body).toHaveLength(1000);
    await closed;
  });

  it('a status counts as soon as it came, whatever becomes of the body', async () => {
    const { server, port } = await listening((_request, reply) => {
      reply.writeHead(206).write('x');
      /* It never ends. */
    });
    servers.push(server);
    const { status, durationMs } = await trusting().request(`http://receiver.example:${port}/`, asked);
    expect(status).toBe(206);
    expect(durationMs).toBeLessThan(asked.timeoutMs);
    server.closeAllConnections();
  });

  it('who never answers, ends the connection, or does not listen is told apart', async () => {
    const silent = createTcpServer(() => undefined);
    const abrupt = createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const gone = createTcpServer();
    const ports = [await portOf(silent), await portOf(abrupt), await portOf(gone)];
    await new Promise((resolve) => gone.close(resolve));
    servers.push(abrupt);
    const kinds = await Promise.all(
      ports.map(async (port, index) =>
        trusting()
          .request(`http://receiver.example:${port}/`, { ...asked, timeoutMs: index === 0 ? 300 : 10_000 })
          .catch((error: { kind: string }) => error.kind),
      ),
    );
    expect(kinds).toEqual(['timeout', 'reset', 'refused']);
    silent.close();
  });
});
