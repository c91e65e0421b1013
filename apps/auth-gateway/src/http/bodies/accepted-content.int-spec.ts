import { gzipSync } from 'node:zlib';
import type { Family } from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayClient, startGatewayClient } from '../../testing/gateway-client.js';

let client: GatewayClient;
beforeAll(async () => {
  client = await startGatewayClient();
});
afterAll(() => client.stop());

const gadget = JSON.stringify({ kind: 'Robot', model: 'R100' });
const send = async (
  headers: Record<string, string>,
  payload: string | Buffer = gadget,
  url = '/api/equipment/',
  family: Family = 'techtrack',
) => {
  const response = await client.gateway.server.inject({
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${client.tokens[family]}`, ...headers },
    payload,
  });
  return { status: response.statusCode, headers: response.headers, body: response.json<unknown>() };
};
const json = 'application/json';

describe('accepted content', () => {
  it.each([['gzip'], ['br'], ['deflate'], ['GZIP'], ['gzip, gzip'], ['nonsense']])(
    'accepted content: a body in the coding %s is refused, and the answer names the accepted codings',
    async (coding) => {
      const answer = await send({ 'content-type': json, 'content-encoding': coding }, gzipSync(gadget));
      expect([answer.status, answer.body]).toEqual([
        415,
        { detail: `Unsupported content coding "${coding.toLowerCase()}" in request. Send it unpacked.` },
      ]);
      expect(answer.headers['accept-encoding']).toBe('identity');
      const plain = await send({ 'content-type': json, 'content-encoding': coding });
      expect(plain.status).toBe(415);
    },
  );

  it('accepted content: an unsupported coding is refused in the words of the family', async () => {
    const headers = { 'content-type': json, 'content-encoding': 'gzip' };
    const fast = await send(headers, '{}', '/api/calibration/session/create', 'calibration');
    expect([fast.status, fast.body]).toEqual([
      415,
      { detail: 'Unsupported content coding "gzip". Send it unpacked.' },
    ]);
    const proctor = await send(headers, '{}', '/signup', 'proctorx');
    expect([proctor.status, proctor.body]).toEqual([
      415,
      { ok: false, error: 'Unsupported content coding "gzip" in request. Send it unpacked.' },
    ]);
  });

  it.each([
    [{ 'content-type': json, 'content-encoding': 'identity' }],
    [{ 'content-type': 'Application/JSON' }],
    [{ 'content-type': 'application/json; charset=utf-8' }],
    [{ 'content-type': 'application/json;charset="UTF-8"' }],
    [{ 'content-type': 'application/json; charset=us-ascii' }],
    [{ 'content-type': 'application/json; version=2' }],
  ])('accepted content: a body is read with %j', async (headers) => {
    expect((await send(headers)).status).toBe(201);
  });

  it.each([
    ['application/json; charset=utf-16'],
    ['application/json; charset=iso-8859-1'],
    ['application/json; version=2; CHARSET="utf-7"'],
    ['application/x-www-form-urlencoded; charset=utf-16le'],
    ['application/merge-patch+json'],
    ['application/jsonp'],
    ['application/octet-stream'],
  ])('accepted content: a body of %s is refused, and the answer names the accepted types', async (type) => {
    const answer = await send({ 'content-type': type });
    expect([answer.status, answer.body]).toEqual([
      415,
      {
        detail:
          `Unsupported media type "${type}" in request. ` +
          'Send application/json, application/x-www-form-urlencoded, or multipart/form-data, in UTF-8.',
      },
    ]);
    expect(answer.headers.accept).toBe(
      'application/json, application/x-www-form-urlencoded, multipart/form-data',
    );
  });

  it('accepted content: an upload of a file must be a form', async () => {
    const answer = await send({ 'content-type': json }, '{}', '/api/calibration/frame/upload', 'calibration');
    expect([answer.status, answer.headers.accept]).toEqual([415, 'multipart/form-data']);
  });

  it('accepted content: the caller is checked before the content type', async () => {
    const answer = await send({ 'content-type': 'text/plain', authorization: '' });
    expect(answer.status).toBe(401);
  });
});
