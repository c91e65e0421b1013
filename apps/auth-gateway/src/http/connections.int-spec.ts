import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskedEdge, startAskedEdge } from '../testing/asked-edge.js';

let asked: AskedEdge;
let port: number;

beforeAll(async () => {
  asked = await startAskedEdge();
  await asked.edge.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = asked.edge.server.server.address() as AddressInfo);
});
afterAll(() => asked.stop());

/** Everything that the server says to the text, until it closes. */
async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return said;
}

describe('requests that are none', () => {
  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', '400'],
    ['a bad length', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', '400'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400',
    ],
    ['headers beyond measure', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    ['an address beyond measure', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '431'],
  ])('are answered as JSON: %s', async (_, text, status) => {
    const said = await say(text);
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(JSON.parse(said.slice(said.indexOf('\r\n\r\n') + 4))).toEqual({ detail: expect.any(String) });
  });

  it('are ended when their headers come drop by drop', async () => {
    const startedAtMs = Date.now();
    const said = await say('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    expect(said).toMatch(/^HTTP\/1.1 408 /);
    expect(Date.now() - startedAtMs).toBeLessThan(14_000);
  });

  it('send a 205 with its body through the socket', async () => {
    const token = asked.tokens.proctorx;
    const said = await say(
      `POST /logout HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1.1 205 /);
    expect(said).toContain('{"ok":true,"message":"Successfully logged out"}');
  });
});
