import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AskOptions, type GatewayClient, startGatewayClient } from '../../testing/gateway-client.js';

let client: GatewayClient;
const ask: GatewayClient['ask'] = (...request) => client.ask(...request);

beforeAll(async () => {
  client = await startGatewayClient();
});
afterAll(() => client.stop());

const R = 'This field is required.';
const fixation = { section_id: 's1', duration: 1, on_surface: true };

describe('EyeTracker', () => {
  it.each<[string, unknown, unknown]>([
    ['text', '"x"', { error: 'Payload must be a list of objects.' }],
    [
      'bad items',
      [fixation, { ...fixation, section_id: '' }, 5],
      [
        {},
        { section_id: ['This field may not be blank.'] },
        { non_field_errors: ['Invalid data. Expected a dictionary, but got int.'] },
      ],
    ],
    [
      'one bad object',
      { section_id: 'too long' },
      [
        {
          section_id: ['Ensure this field has no more than 5 characters.'],
          duration: [R],
          on_surface: [R],
        },
      ],
    ],
  ])('EyeTracker: an invalid list is refused in its words (%s)', async (_, body, expected) => {
    const answer = await ask('POST', '/api/data/ecam/', { token: client.tokens.eyetracker, body });
    expect([answer.status, answer.body]).toEqual([400, expected]);
  });

  it('EyeTracker: a list, a single object and a form are read; an absent checkbox is false', async () => {
    const token = client.tokens.eyetracker;
    const of = async (request: AskOptions) =>
      (await ask('POST', '/api/data/ecam/', { token, ...request })).body;
    expect(await of({ body: [fixation, fixation] })).toMatchObject({ body: [fixation, fixation] });
    expect(await of({ body: fixation })).toMatchObject({ body: [fixation] });
    expect(
      await of({
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'section_id=s&duration=2',
      }),
    ).toMatchObject({ body: [{ section_id: 's', duration: 2, on_surface: false }] });
  });

  it.each([
    ['PUT', 405],
    ['HEAD', 405],
    ['OPTIONS', 200],
    ['GET', 404],
  ])('EyeTracker: %s /api/data/ecam/ answers %i', async (method, status) => {
    const answer = await ask(method, '/api/data/ecam/', { token: client.tokens.eyetracker });
    expect(answer.status).toBe(status);
    if (status !== 404) expect(answer.headers.allow).toBe('POST, GET, OPTIONS');
  });

  it('EyeTracker: cookies are sent as headers and left out of the body', async () => {
    const { headers, body } = await ask('POST', '/api/accounts/login/', { body: {} });
    expect(body).toEqual({ message: 'Logged in' });
    expect(headers['set-cookie']).toEqual([
      'sessionid=secret%3Bx; Path=/; Max-Age=60; SameSite=Lax; HttpOnly',
      'csrftoken=c; Path=/; Max-Age=120; SameSite=Lax',
    ]);
    const proxied = await client.gateway.server.inject({
      method: 'POST',
      url: '/api/accounts/login/',
      remoteAddress: '10.1.2.3',
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(String(proxied.headers['set-cookie'])).toContain('; Secure');
  });
});

describe('FastAPI', () => {
  const issue = (place: string, field: string | number, msg: string, type: string, limit?: number) => ({
    loc: [place, field],
    msg,
    type,
    ...(limit !== undefined && { ctx: { limit_value: limit } }),
  });

  it.each<[string, unknown, object[]]>([
    ['missing', {}, [issue('body', 'candidate_id', 'field required', 'value_error.missing')]],
    [
      'several',
      { candidate_id: null, width: 0, target_index: 4 },
      [
        issue('body', 'candidate_id', 'none is not an allowed value', 'type_error.none.not_allowed'),
        issue('body', 'width', 'ensure this value is greater than 0', 'value_error.number.not_gt', 0),
        issue(
          'body',
          'target_index',
          'ensure this value is less than or equal to 3',
          'value_error.number.not_le',
          3,
        ),
      ],
    ],
    ['scalar', '5', [{ loc: ['body'], msg: 'value is not a valid dict', type: 'type_error.dict' }]],
  ])('FastAPI: invalid input is answered with 422 (%s)', async (_, body, detail) => {
    const answer = await ask('POST', '/api/calibration/session/create', { body });
    expect([answer.status, answer.body]).toEqual([422, { detail }]);
  });

  it('FastAPI: invalid JSON is answered with the position of the fault', async () => {
    const answer = await ask('POST', '/api/calibration/session/create', { body: '{bad' });
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        detail: [
          {
            loc: ['body', 1],
            msg: 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)',
            type: 'value_error.jsondecode',
            ctx: { msg: 'Expecting property name enclosed in double quotes', pos: 1, lineno: 1, colno: 2 },
          },
        ],
      },
    ]);
  });

  it.each([
    ['POST', '/api/calibration/session/s1/link', 422, undefined],
    ['POST', '/api/calibration/session/s1/link/?interview_id=i', 200, undefined],
    ['GET', '/api/calibration/nope', 404, undefined],
    ['GET', '/api/calibration/session/create', 405, 'POST'],
    ['OPTIONS', '/api/calibration/session/create', 405, 'POST'],
  ])('FastAPI: %s %s answers %i', async (method, url, status, allow) => {
    const answer = await ask(method, url);
    expect([answer.status, answer.headers.allow]).toEqual([status, allow]);
    if (status === 404) expect(answer.body).toEqual({ detail: 'Not Found' });
    if (status === 405) expect(answer.body).toEqual({ detail: 'Method Not Allowed' });
    if (status === 422)
      expect(answer.body).toEqual({
        detail: [issue('query', 'interview_id', 'field required', 'value_error.missing')],
      });
  });

  it('FastAPI: an uploaded file reaches the service as bytes', async () => {
    const { status, body } = await ask('POST', '/api/calibration/frame/upload', {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body:
        '--x\r\ncontent-disposition: form-data; name="frame_index"\r\n\r\n3\r\n' +
        '--x\r\ncontent-disposition: form-data; name="frame"; filename="a.png"\r\ncontent-type: image/png\r\n\r\nPNG\r\n--x--\r\n',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ body: { frame_index: 3, frame: { data: [80, 78, 71] } } });
  });
});

describe('ProctorX', () => {
  const good = { username: 'u', email: 'u@example.com' };
  it.each<[string, string, unknown, number, unknown]>([
    ['missing', '/signup', {}, 400, { ok: false, error: 'Invalid input' }],
    [
      'address',
      '/signup',
      { ...good, email: 'x' },
      400,
      { ok: false, error: 'email: Enter a valid email address.' },
    ],
    ['no JSON', '/signup', '{bad', 400, { ok: false, error: expect.stringMatching(/^JSON parse error/) }],
    ['own words', '/login', {}, 401, { ok: false, error: 'Invalid input' }],
    ['own words, no JSON', '/login/', '{bad', 401, { ok: false, error: 'Invalid input' }],
    ['unknown', '/signup/nope', {}, 404, { ok: false, error: 'Not found.' }],
    ['no token', '/logout', {}, 401, { ok: false, error: 'Authentication credentials were not provided.' }],
  ])('ProctorX: answers in its own words (%s)', async (_, url, body, status, expected) => {
    const answer = await ask('POST', url, { body });
    expect([answer.status, answer.body]).toEqual([status, expected]);
  });

  it('ProctorX: 405 has the words of the framework', async () => {
    const answer = await ask('GET', '/signup');
    expect([answer.status, answer.headers.allow, answer.body]).toEqual([
      405,
      'POST, OPTIONS',
      { detail: 'Method "GET" not allowed.' },
    ]);
  });

  it('ProctorX: log-out answers 205 with a body', async () => {
    const answer = await ask('POST', '/logout', { token: client.tokens.proctorx });
    expect([answer.status, answer.body]).toEqual([205, { ok: true, message: 'Successfully logged out' }]);
  });
});
