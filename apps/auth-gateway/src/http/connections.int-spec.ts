import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayClient, startGatewayClient } from '../testing/gateway-client.js';
import { tokenOf } from '../testing/gateway.fixture.js';

let client: GatewayClient;
let port: number;

beforeAll(async () => {
  client = await startGatewayClient();
  await client.gateway.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = client.gateway.server.server.address() as AddressInfo);
});
afterAll(() => client.stop());

const detailOf = (said: string): string =>
  (JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4)) as { detail: string }).detail;

/** Sends the text and returns everything that the server sends until it closes. */
async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return said;
}

describe('broken requests', () => {
  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', '400'],
    ['a bad length', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', '400'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['too large headers', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['a too long address', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, '431'],
  ])('broken request: answered as JSON (%s)', async (_, text, status) => {
    const said = await say(text);
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(said).toMatch(/\r\nx-error-code: (REQUEST_UNREADABLE|HEADERS_TOO_LARGE)\r\n/);
    expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4))).toEqual({ detail: expect.any(String) });
  });

  it.each([
    ['a bad length', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n', 'Content-Length'],
    ['no method', 'HELLO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 'method'],
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'no Host header'],
    ['no Host on a path of a family', 'POST /api/screen/detect HTTP/1.1\r\n\r\n', 'no Host header'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHOST: b\r\nConnection: close\r\n\r\n', 'more than one'],
  ])('broken request: the answer names the mistake (%s)', async (_, text, word) => {
    const said = await say(text);
    expect(said).toMatch(/^HTTP\/1.1 400 /);
    expect(said).toMatch(/\r\nx-error-code: (REQUEST_UNREADABLE|HOST_UNCLEAR)\r\n/);
    expect(detailOf(said)).toContain(word);
    expect(said).not.toContain('not HTTP/1.1');
  });

  it('HTTP/1.0: a request without Host is served', async () => {
    expect(await say('GET /api/equipment/ HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 401 /);
  });

  it('slow loris: a request with incomplete headers ends with 408', async () => {
    const said = await say('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    expect(said).toMatch(/^HTTP\/1.1 408 /);
    expect(said).toContain('\r\nx-error-code: REQUEST_TIMEOUT\r\n');
  });

  it('pipelining: ten requests are answered in order, two thousand end the connection', async () => {
    const request = 'GET /openapi/techtrack.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const last = 'GET /api/nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    const said = await say(request.repeat(10) + last);
    expect(said.match(/HTTP\/1.1 200 /g)).toHaveLength(10);
    expect(said).toMatch(/HTTP\/1.1 404 /);
    const isCut = await say(request.repeat(2000)).then(
      (all) => all.split('HTTP/1.1 200 ').length <= 2000,
      () => true,
    );
    expect(isCut).toBe(true);
  });

  it('HTTP/1.1: a 205 reaches the socket with its body', async () => {
    const token = client.tokens.proctorx;
    const said = await say(
      `POST /logout HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1.1 205 /);
    expect(said).toContain('{"ok":true,"message":"Successfully logged out"}');
  });
});

describe('requests to upgrade', () => {
  const webSocket = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
  const h2c = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';
  const ask = async (path: string, upgrade: string, token?: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    const authorization = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${upgrade}${key}${authorization}\r\n`);
    const [first] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return first.toString();
  };
  const live = '/api/gadgets/live/';

  it('upgrade: a feed becomes a WebSocket for callers who may follow it, else 401', async () => {
    expect(await ask(live, webSocket, client.tokens.techtrack)).toMatch(/^HTTP\/1.1 101 /);
    expect(await ask(live.slice(0, -1), webSocket, client.tokens.techtrack)).toMatch(/^HTTP\/1.1 101 /);
    expect(await ask(live, webSocket)).toMatch(/^HTTP\/1.1 401 /);
    expect(await ask(live, webSocket, client.tokens.proctorx)).toMatch(/^HTTP\/1.1 401 /);
  });

  it.each([
    ['a list', '/api/equipment/', () => client.tokens.techtrack, 200],
    ['a list without a token', '/api/equipment/', () => undefined, 401],
    ['a page', '/docs', () => undefined, 200],
    ['an unknown path', '/api/nope', () => undefined, 404],
    ['a path below', `${live}more/`, () => client.tokens.techtrack, 404],
    ['a wrong method', '/api/accounts/login/', () => undefined, 405],
  ])('upgrade: elsewhere the request is answered as usual (%s)', async (_, path, token, status) => {
    for (const upgrade of [webSocket, h2c])
      expect(await ask(path, upgrade, token())).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('feeds: one account gets 100 connections, and other accounts still get theirs', async () => {
    const [greedy, other] = [await tokenOf('techtrack', 7), await tokenOf('techtrack', 8)];
    const opened = new Set<Socket>();
    const open = async (token: string): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      opened.add(socket);
      socket.write(`GET ${live} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      const [first] = (await once(socket, 'data')) as [Buffer];
      return first.toString().slice('HTTP/1.1 '.length, 12);
    };
    const answers = await Promise.all(Array.from({ length: 101 }, () => open(greedy)));
    expect(answers.filter((status) => status === '200')).toHaveLength(100);
    expect(await open(greedy)).toBe('503');
    expect(await open(other)).toBe('200');
    for (const socket of opened) socket.destroy();
    await eventually(
      () => open(greedy),
      (status) => status === '200',
    );
    for (const socket of opened) socket.destroy();
  });

  it('upgrade: a client that offers h2c to a feed gets an event stream', async () => {
    const said = await ask(live, h2c, client.tokens.techtrack);
    expect(said).toMatch(/^HTTP\/1.1 200 /);
    expect(said).toContain('text/event-stream');
  });
});
