import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskedEdge, startAskedEdge } from '../testing/asked-edge.js';

let asked: AskedEdge;
const ask: AskedEdge['ask'] = (...request) => asked.ask(...request);

beforeAll(async () => {
  asked = await startAskedEdge();
});
afterAll(() => asked.stop());

const gadget = { kind: 'Robot', model: 'R100' };

describe('the edge', () => {
  it('lets pages of the named origins in, and no others', async () => {
    const preflight = (origin: string) =>
      ask('OPTIONS', '/api/equipment/', { headers: { origin, 'access-control-request-method': 'PUT' } });
    const known = await preflight('https://campus.example');
    expect(known.status).toBe(204);
    expect(known.headers).toMatchObject({
      'access-control-allow-origin': 'https://campus.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': expect.stringContaining('PUT'),
    });
    const stranger = await preflight('https://evil.example');
    expect(stranger.headers['access-control-allow-origin']).toBeUndefined();
    const simple = await ask('GET', '/api/equipment/', {
      token: asked.tokens.techtrack,
      headers: { origin: 'https://campus.example' },
    });
    expect(simple.headers['access-control-allow-origin']).toBe('https://campus.example');
  });

  it('protects data as data and pages as pages', async () => {
    const data = await ask('GET', '/api/equipment/', { token: asked.tokens.techtrack });
    expect(data.headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const page = await ask('GET', '/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('http');
  });

  it('believes only trusted proxies', async () => {
    const direct = await asked.edge.server.inject({
      method: 'POST',
      url: '/api/accounts/login/',
      remoteAddress: '192.168.1.1',
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(String(direct.headers['set-cookie'])).not.toContain('Secure');
  });

  it('keeps a sane request id and makes one otherwise', async () => {
    const idFor = async (id: string) =>
      (await ask('GET', '/', { headers: { 'x-request-id': id } })).headers['x-request-id'];
    expect(await idFor('client-7')).toBe('client-7');
    expect(await idFor('bad id\u00e9')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['/nope', 'Not Found'],
    ['/%ff', 'Not Found'],
    ['/API/equipment/', 'Not Found'],
    ['/api/nope', 'Not found.'],
    ['/api/equipment/%ff', 'Not found.'],
    [`/api/equipment/${'x'.repeat(300)}/`, 'Not found.'],
    ['//api/equipment/', 'Not found.'],
  ])('does not find %.30s', async (url, detail) => {
    const answer = await ask('GET', url, { token: asked.tokens.techtrack });
    expect([answer.status, answer.body]).toEqual([404, { detail }]);
  });

  it.each([['a b'], ['"'], ['x'.repeat(256)], ['""']])('refuses the Idempotency-Key %.10s', async (key) => {
    const answer = await ask('POST', '/api/equipment/', {
      token: asked.tokens.techtrack,
      body: gadget,
      headers: { 'idempotency-key': key },
    });
    expect([answer.status, answer.body]).toEqual([
      400,
      { detail: expect.stringContaining('Idempotency-Key') },
    ]);
  });
});
