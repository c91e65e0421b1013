import { randomBytes } from 'node:crypto';
import { eventually, HttpClient, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';

const client = new HttpClient(sharedPlatform().url);
const username = `pilot${randomBytes(6).toString('hex')}`;
const email = `${username}@example.com`;
const password = 'your_password';

interface Tokens {
  readonly refresh: string;
  readonly access: string;
}
const obtain = async (): Promise<Tokens> =>
  (await client.post('/api/accounts/token/', { username, password })).body as Tokens;

beforeAll(async () => {
  const { status, body } = await client.post('/api/accounts/register/', { username, email, password });
  expect([status, body]).toEqual([201, { message: 'User created successfully' }]);
});

describe('accounts of EyeTracker', () => {
  it('EyeTracker registration: a repetition is refused with errors for username and e-mail at once', async () => {
    const { status, body } = await client.post('/api/accounts/register/', { username, email, password });
    expect([status, body]).toEqual([
      400,
      {
        username: ['User with this username already exists.'],
        email: ['User with this email already exists.'],
      },
    ]);
  });

  it('EyeTracker registration and log-in list all missing fields at once', async () => {
    const required = ['This field is required.'];
    const empty = await client.post('/api/accounts/register/', {});
    expect([empty.status, empty.body]).toEqual([
      400,
      { username: required, email: required, password: required },
    ]);
    const login = await client.post('/api/accounts/login/', {});
    expect([login.status, login.body]).toEqual([400, { email: required, password: required }]);
  });

  it('EyeTracker log-in works as in the document’s curl example, and its cookies grant no access', async () => {
    const { status, body, headers } = await client.post('/api/accounts/login/', { username, password });
    expect([status, body]).toEqual([200, { message: 'Logged in successfully' }]);
    const [session = '', csrf = ''] = headers['set-cookie'] as unknown as readonly string[];
    expect(session).toMatch(/^sessionid=[0-9a-f]{32}; .*Max-Age=1209600/);
    expect(session).toContain('HttpOnly');
    expect(session).toContain('SameSite=Lax');
    expect(csrf).toMatch(/^csrftoken=/);
    expect(csrf).not.toContain('HttpOnly');
    const { status: withCookie } = await client.get('/api/accounts/sessions/', {
      headers: { cookie: session.split(';')[0]! },
    });
    expect(withCookie).toBe(401);
  });

  it('EyeTracker: an invalid token is refused at log-in and ignored at the token endpoint', async () => {
    const headers = { authorization: 'Bearer x' };
    const credentials = { username, password };
    const login = await client.post('/api/accounts/login/', credentials, { headers });
    expect([login.status, (login.body as { code: string }).code]).toEqual([401, 'token_not_valid']);
    expect((await client.post('/api/accounts/token/', credentials, { headers })).status).toBe(200);
  });

  it('EyeTracker: wrong credentials are refused in the words of the original, with its challenge header or without', async () => {
    const login = await client.post('/api/accounts/login/', { email: 'x@example.com', password: 'p' });
    expect([login.status, login.body]).toEqual([401, { error: 'Invalid credentials' }]);
    expect(login.headers['www-authenticate']).toBeUndefined();
    const token = await client.post('/api/accounts/token/', { email, password: 'bad' });
    expect([token.status, token.body]).toEqual([
      401,
      { detail: 'No active account found with the given credentials' },
    ]);
    expect(token.headers['www-authenticate']).toBe('Bearer realm="api"');
    const refresh = await client.post('/api/accounts/token/refresh/', { refresh: 'x' });
    expect([refresh.status, refresh.body]).toEqual([
      401,
      { detail: 'Token is invalid or expired', code: 'token_not_valid' },
    ]);
  });

  it('EyeTracker: a refresh token in place of an access token is refused as the wrong type, and vice versa', async () => {
    const { access, refresh } = await obtain();
    const asAccess = await client.get('/api/accounts/sessions/', { token: refresh });
    expect(asAccess.body).toMatchObject({ messages: [{ message: 'Token has wrong type' }] });
    const asRefresh = await client.post('/api/accounts/token/refresh/', { refresh: access });
    expect([asRefresh.status, asRefresh.body]).toEqual([
      401,
      { detail: 'Token has wrong type', code: 'token_not_valid' },
    ]);
  });

  it('EyeTracker: an account lists and ends its other sessions, whose tokens are refused within five seconds', async () => {
    const [here, there] = [await obtain(), await obtain()];
    const { body } = await client.get('/api/accounts/sessions/', { token: here.access });
    const { results } = body as { results: { id: string; is_current: boolean }[] };
    expect(results.filter(({ is_current }) => is_current)).toHaveLength(1);
    const ended = await client.delete('/api/accounts/sessions/', { token: here.access });
    expect(ended.status).toBe(204);
    const endedAtMs = Date.now();
    await eventually(
      () => client.get('/api/accounts/sessions/', { token: there.access }),
      ({ status }) => status === 401,
    );
    expect(Date.now() - endedAtMs).toBeLessThan(5_500);
    const refused = await client.post('/api/accounts/token/refresh/', { refresh: there.refresh });
    expect([refused.status, refused.body]).toEqual([
      401,
      { detail: 'Token is blacklisted', code: 'token_not_valid' },
    ]);
    expect((await client.get('/api/accounts/sessions/', { token: here.access })).status).toBe(200);
  });

  it('EyeTracker: its tokens are refused by the other families', async () => {
    const { access: token } = await obtain();
    for (const path of ['/api/equipment/', '/api/users/', '/api/v1/users/']) {
      const { status, body } = await client.get(path, { token });
      expect([status, (body as { code: string }).code]).toEqual([401, 'token_not_valid']);
    }
    const { status, body } = await client.get('/account/sessions', { token });
    expect([status, (body as { ok: boolean }).ok]).toEqual([401, false]);
  });
});
