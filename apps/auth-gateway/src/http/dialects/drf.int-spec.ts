import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GatewayClient, startGatewayClient } from '../../testing/gateway-client.js';

let client: GatewayClient;
const ask: GatewayClient['ask'] = (...request) => client.ask(...request);

beforeAll(async () => {
  client = await startGatewayClient();
});
afterAll(() => client.stop());

const R = 'This field is required.';
const gadget = { kind: 'Robot', model: 'R100' };

describe('Django REST Framework', () => {
  it.each<[string, unknown, unknown]>([
    ['missing', {}, { kind: [R], model: [R] }],
    ['blank', { ...gadget, model: ' ' }, { model: ['This field may not be blank.'] }],
    ['null', { ...gadget, model: null }, { model: ['This field may not be null.'] }],
    ['wrong type', { ...gadget, model: [] }, { model: ['Not a valid string.'] }],
    [
      'too long',
      { ...gadget, model: 'x'.repeat(11) },
      { model: ['Ensure this field has no more than 10 characters.'] },
    ],
    ['choice', { ...gadget, kind: 'Laser' }, { kind: ['"Laser" is not a valid choice.'] }],
    ['boolean', { ...gadget, status: 'broken' }, { status: ['Must be a valid boolean.'] }],
    [
      'date',
      { ...gadget, installed: '2024-02-30' },
      { installed: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'] },
    ],
    ['number', { ...gadget, load: 'x' }, { load: ['A valid number is required.'] }],
    ['range', { ...gadget, load: 0 }, { load: ['Ensure this value is greater than 0.'] }],
    [
      'key',
      { ...gadget, equipment: 'x' },
      { equipment: ['Incorrect type. Expected pk value, received str.'] },
    ],
    ['no list', { ...gadget, labels: 'a' }, { labels: ['Expected a list of items but got type "str".'] }],
    ['item', { ...gadget, labels: ['a', {}] }, { labels: { '1': ['Not a valid string.'] } }],
    ['null character', { ...gadget, model: 'a\0b' }, { model: ['Null characters are not allowed.'] }],
    ['list', [], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
    ['nothing', 'null', { non_field_errors: ['Invalid data. Expected a dictionary, but got NoneType.'] }],
    ['scalar', '5', { non_field_errors: ['Invalid data. Expected a dictionary, but got int.'] }],
  ])('DRF: invalid input is answered with its sentence (%s)', async (_, body, expected) => {
    const answer = await ask('POST', '/api/equipment/', { token: client.tokens.techtrack, body });
    expect([answer.status, answer.body]).toEqual([400, expected]);
  });

  it.each([
    ['{bad'],
    ['{"model":"a","model":"b"}'],
    ['{"__proto__":{"polluted":1}}'],
    ['{"constructor":1}'],
    ['{"load":1e400}'],
    [`${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['{"model":"\\ud800"}'],
    ['NaN'],
  ])('DRF: hostile JSON is refused (%.40s)', async (body) => {
    const answer = await ask('POST', '/api/equipment/', { token: client.tokens.techtrack, body });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ detail: expect.stringMatching(/^JSON parse error - /) });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  const challenge = 'Bearer realm="api"';
  const invalid = {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message: 'Token is invalid or expired' }],
  };
  it.each<[string, string | undefined, unknown]>([
    ['none', undefined, { detail: 'Authentication credentials were not provided.' }],
    ['another scheme', 'Token x', { detail: 'Authentication credentials were not provided.' }],
    ['no word', 'Bearer', expect.objectContaining({ code: 'bad_authorization_header' })],
    ['three words', 'Bearer a b', expect.objectContaining({ code: 'bad_authorization_header' })],
    ['nonsense', 'Bearer x', invalid],
  ])('DRF: a request whose token is %s is answered with 401', async (_, authorization, expected) => {
    const answer = await ask('GET', '/api/equipment/', { headers: authorization ? { authorization } : {} });
    expect([answer.status, answer.headers['www-authenticate'], answer.body]).toEqual([
      401,
      challenge,
      expected,
    ]);
  });

  it("DRF: another family's token is invalid", async () => {
    for (const family of ['eyetracker', 'attendance', 'proctorx'] as const) {
      const answer = await ask('GET', '/api/equipment/', { token: client.tokens[family] });
      expect([answer.status, answer.body]).toEqual([401, invalid]);
    }
  });

  it.each([
    ['PATCH', '/api/equipment/', 405, 'GET, POST, HEAD, OPTIONS'],
    ['TRACE', '/api/equipment/', 405, 'GET, POST, HEAD, OPTIONS'],
    ['QUERY', '/api/equipment/', 405, 'GET, POST, HEAD, OPTIONS'],
    ['POST', '/api/equipment/1/', 405, 'GET, DELETE, HEAD, OPTIONS'],
    ['OPTIONS', '/api/equipment/', 200, 'GET, POST, HEAD, OPTIONS'],
    ['HEAD', '/api/equipment/', 200, undefined],
    ['GET', '/api/equipment', 200, undefined],
    ['GET', '/api/equipment.json', 200, undefined],
    ['GET', '/api/equipment/1.json', 200, undefined],
    ['GET', '/api/equipment/?format=json', 200, undefined],
    ['GET', '/api/equipment/?format=pdf', 404, undefined],
    ['GET', '/api/equipment/x/', 404, undefined],
    ['GET', '/api/equipment/1/2/', 404, undefined],
    ['GET', '/api/equipment//', 404, undefined],
    ['DELETE', '/api/equipment/1/', 204, undefined],
  ])('DRF: %s %s answers %i', async (method, url, status, allow) => {
    const answer = await ask(method, url, { token: client.tokens.techtrack });
    expect([answer.status, answer.headers.allow]).toEqual([status, allow]);
    if (status === 404) expect(answer.body).toEqual({ detail: 'Not found.' });
    if (status === 405) expect(answer.body).toEqual({ detail: `Method "${method}" not allowed.` });
    if (method === 'HEAD' || status === 204) expect(answer.body).toBe('');
  });

  it('DRF: the format is checked before the token, the token before the method', async () => {
    expect((await ask('GET', '/api/equipment/?format=xml')).status).toBe(404);
    expect((await ask('PUT', '/api/equipment/')).status).toBe(401);
    expect((await ask('OPTIONS', '/api/equipment/')).status).toBe(401);
    expect(
      (await ask('GET', '/api/v1/notes/report/?format=pdf', { token: client.tokens.attendance })).status,
    ).toBe(200);
  });

  it('DRF: OPTIONS describes the view', async () => {
    const { body } = await ask('OPTIONS', '/api/equipment/', { token: client.tokens.techtrack });
    expect(body).toMatchObject({
      name: 'Gadget List',
      renders: ['application/json'],
      actions: {
        POST: {
          id: { type: 'integer', required: false, read_only: true, label: 'ID' },
          kind: {
            type: 'choice',
            required: true,
            read_only: false,
            label: 'Kind',
            choices: [
              { value: 'Robot', display_name: 'Robot' },
              { value: 'Laser Cutter', display_name: 'Laser Cutter' },
            ],
          },
          model: { type: 'string', required: true, max_length: 10 },
          status: { type: 'boolean', required: false },
        },
      },
    });
  });

  it('DRF: forms are read like JSON', async () => {
    const urlencoded = await ask('POST', '/api/equipment/', {
      token: client.tokens.techtrack,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'kind=Laser+Cutter&model=%20R%20&labels=a&labels=b&status=off&id=5',
    });
    expect(urlencoded.body).toMatchObject({
      body: { kind: 'Laser Cutter', model: 'R', labels: ['a', 'b'], status: false },
    });
    const multipart = await ask('POST', '/api/equipment/', {
      token: client.tokens.techtrack,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\nRobot\r\n--x--\r\n',
    });
    expect([multipart.status, multipart.body]).toEqual([400, { model: [R] }]);
  });

  it('DRF: a part of a form is text also where it says that it is JSON', async () => {
    const part = (name: string, value: string): string =>
      `--x\r\ncontent-disposition: form-data; name="${name}"\r\ncontent-type: application/json\r\n\r\n${value}\r\n`;
    const { body } = await ask('POST', '/api/equipment/', {
      token: client.tokens.techtrack,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `${part('kind', 'Robot')}${part('model', '["ä"]')}--x--\r\n`,
    });
    expect(body).toMatchObject({ body: { kind: 'Robot', model: '["ä"]' } });
  });

  it.each([
    ['multipart/form-data; boundary=x', '--x\r\nnonsense', 400],
    ['multipart/form-data', 'nonsense', 400],
    ['text/plain', 'x', 415],
    ['image/png', 'x', 415],
    ['nonsense', 'x', 415],
    ['application/json', '"' + 'x'.repeat(300_000) + '"', 413],
    ['multipart/form-data; boundary=x', 'x'.repeat(300_000), 413],
  ])('DRF: a broken, unsupported or too large body is refused (%s)', async (type, body, status) => {
    const answer = await ask('POST', '/api/equipment/', {
      token: client.tokens.techtrack,
      headers: { 'content-type': type },
      body,
    });
    expect([answer.status, answer.body]).toEqual([status, { detail: expect.any(String) }]);
  });

  it.each(['campus.example', 'campus.example:6666'])(
    'DRF: links for the allowed host %s name it with the port that the client asked for',
    async (host) => {
      const { body } = await ask('GET', '/api/v1/notes/?page=2&page_size=20&since=2024-01-01', {
        token: client.tokens.attendance,
        headers: { host },
      });
      expect(body).toEqual({
        count: 45,
        next: `http://${host}/api/v1/notes/?page=3&page_size=20&since=2024-01-01`,
        previous: `http://${host}/api/v1/notes/?page_size=20&since=2024-01-01`,
        results: [{ id: 1 }],
      });
    },
  );

  it.each(['evil.test', 'campus.example.evil.test', ']['])(
    'DRF: a request for the host %s, which is not allowed, is refused and makes no link',
    async (host) => {
      const token = client.tokens.attendance;
      const { status, body, headers } = await ask('GET', '/api/v1/notes/', { token, headers: { host } });
      expect([status, body]).toEqual([400, { detail: expect.stringContaining('ALLOWED_HOSTS') }]);
      expect(headers['x-error-code']).toBe('HOST_NOT_ALLOWED');
    },
  );

  it.each([
    ['PERMISSION_DENIED', 403],
    ['SESSION_REQUIRED', 403],
    ['NOT_FOUND', 404],
    ['PAGE_NOT_FOUND', 404],
    ['IDEMPOTENCY_KEY_IN_FLIGHT', 409],
    ['IDEMPOTENCY_KEY_REUSED', 422],
    ['RATE_LIMITED', 429],
    ['UNAVAILABLE', 503],
    ['DEADLINE_EXCEEDED', 504],
    ['SOMETHING_NOBODY_KNOWS', 500],
  ])('DRF: the error code %s has its status and words', async (code, status) => {
    const answer = await ask('PUT', '/api/v1/notes/fail/', { body: { code } });
    expect([answer.status, answer.body]).toEqual([
      status,
      expect.objectContaining({ detail: expect.any(String) }),
    ]);
    expect(answer.headers['x-error-code']).toBe(code === 'SOMETHING_NOBODY_KNOWS' ? 'INTERNAL' : code);
    expect(answer.headers['retry-after']).toBe('7');
    expect(JSON.stringify(answer.body)).not.toContain('NOBODY');
  });
});
