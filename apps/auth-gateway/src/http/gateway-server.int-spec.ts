import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayClient, startGatewayClient } from '../testing/gateway-client.js';

let client: GatewayClient;
const ask: GatewayClient['ask'] = (...request) => client.ask(...request);

beforeAll(async () => {
  client = await startGatewayClient();
});
afterAll(() => client.stop());

const gadget = { kind: 'Robot', model: 'R100' };

describe('the gateway', () => {
  it('CORS: pages of the named origins are allowed, others are not', async () => {
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
      token: client.tokens.techtrack,
      headers: { origin: 'https://campus.example' },
    });
    expect(simple.headers['access-control-allow-origin']).toBe('https://campus.example');
  });

  it('security headers: data forbids everything, pages allow their own scripts', async () => {
    const data = await ask('GET', '/api/equipment/', { token: client.tokens.techtrack });
    expect(data.headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const page = await ask('GET', '/docs');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toContain('http');
  });

  it('X-Forwarded-Proto: an untrusted proxy is not believed', async () => {
    const direct = await client.gateway.server.inject({
      method: 'POST',
      url: '/api/accounts/login/',
      remoteAddress: '192.168.1.1',
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(String(direct.headers['set-cookie'])).not.toContain('Secure');
  });

  it('x-request-id: a valid one is kept, an invalid one replaced', async () => {
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
  ])('unknown path %.30s: 404 in the words of its family', async (url, detail) => {
    const answer = await ask('GET', url, { token: client.tokens.techtrack });
    expect([answer.status, answer.body]).toEqual([404, { detail }]);
  });

  it.each([['a b'], ['"'], ['x'.repeat(256)], ['""']])(
    'Idempotency-Key %.10s: an invalid key is refused with 400',
    async (key) => {
      const answer = await ask('POST', '/api/equipment/', {
        token: client.tokens.techtrack,
        body: gadget,
        headers: { 'idempotency-key': key },
      });
      expect([answer.status, answer.body]).toEqual([
        400,
        { detail: expect.stringContaining('Idempotency-Key') },
      ]);
    },
  );
});
