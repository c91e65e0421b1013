import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';

const { url } = sharedPlatform();
const client = new HttpClient(url);
const username = `test${randomBytes(6).toString('hex')}`;
const email = `${username}@example.com`;
const password = 'testpassword';
const profile = {
  ok: true,
  type: 'student',
  name: username,
  username,
  email,
  bio: '',
  profile_url: 'https://cdn.example.com/default.jpg',
};

interface LoggedIn {
  readonly access: string;
  readonly refresh: string;
  readonly expires_in: number;
}
const logIn = async (): Promise<LoggedIn> =>
  (await client.post('/login', { username, password })).body as LoggedIn;

/** Posts by node:http, which shows the body of a 205; `fetch` hides it. */
const postPlainly = (path: string, body: object): Promise<{ status: number | undefined; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(url + path, { method: 'POST', headers: { 'content-type': 'application/json' } });
    sent.on('response', (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode, text }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });

describe('accounts of ProctorX', () => {
  it('ProctorX sign-up answers as documented, and refuses a taken name, a taken e-mail and an unknown type', async () => {
    const body = { username, password, email, type: 'student' };
    const made = await client.post('/signup', body);
    expect([made.status, made.body]).toEqual([201, profile]);
    const refusals = [
      [{}, 'Username already exists'],
      [{ username: `${username}2` }, 'Email already exists'],
      [{ username: `${username}2`, email: `2${email}`, type: 'teacher' }, 'Invalid user type'],
    ] as const;
    for (const [changes, error] of refusals) {
      const refused = await client.post('/signup', { ...body, ...changes });
      expect([refused.status, refused.body]).toEqual([400, { ok: false, error }]);
    }
  });

  it('ProctorX log-in returns profile and tokens, and refuses wrong credentials and invalid input', async () => {
    const { status, body } = await client.post('/login/', { username, password });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...profile,
      refresh: expect.any(String),
      access: expect.any(String),
      expires_in: 3600,
    });
    for (const wrong of [
      { username, password: 'wrong' },
      { username: 'nobody', password },
    ]) {
      const refused = await client.post('/login', wrong);
      expect([refused.status, refused.body]).toEqual([
        401,
        { ok: false, error: 'Invalid username or password' },
      ]);
    }
    for (const bad of [{}, '{bad']) {
      const refused = await client.post('/login', bad, { headers: { 'content-type': 'application/json' } });
      expect([refused.status, refused.body]).toEqual([401, { ok: false, error: 'Invalid input' }]);
    }
  });

  it('ProctorX /token returns only tokens, and refuses in the words of the framework', async () => {
    const { status, body } = await client.post('/token', { username, password });
    expect([status, Object.keys(body as object).sort()]).toEqual([200, ['access', 'refresh']]);
    const refused = await client.post('/token', { username, password: 'bad' });
    expect([refused.status, refused.body]).toEqual([
      401,
      { detail: 'No active account found with the given credentials' },
    ]);
  });

  it('ProctorX refresh tokens work until the log-out', async () => {
    const { refresh } = await logIn();
    const refreshed = await client.post('/token/refresh', { refresh });
    expect([refreshed.status, refreshed.body]).toEqual([
      200,
      { ok: true, access: expect.any(String), expires_in: 3600, refresh: expect.any(String) },
    ]);
    const logout = await postPlainly('/logout', { refresh });
    expect(logout.status).toBe(205);
    expect(JSON.parse(logout.text)).toEqual({ ok: true, message: 'Successfully logged out' });
    const error = { ok: false, error: 'Invalid refresh token' };
    for (const bad of [{ refresh }, { refresh: 'x' }, {}]) {
      const again = await client.post('/logout', bad);
      expect([again.status, again.body]).toEqual([400, error]);
      const stale = await client.post('/token/refresh', bad);
      expect([stale.status, stale.body]).toEqual([401, error]);
    }
  });

  it('ProctorX /account shows the profile and changes it', async () => {
    const { access: token } = await logIn();
    expect((await client.get('/account', { token })).body).toEqual(profile);
    const bad = await client.patch('/account', { profile_url: 'javascript:alert(1)' }, { token });
    expect([bad.status, bad.body]).toEqual([400, { ok: false, error: 'profile_url: Enter a valid URL.' }]);
    const said = { name: 'Test User', bio: 'IIT Ropar 2025', profile_url: 'https://cdn.example.com/me.jpg' };
    const changed = await client.patch('/account/', said, { token });
    expect([changed.status, changed.body]).toEqual([200, { ...profile, ...said }]);
    expect(await logIn()).toMatchObject(said);
    const reset = await client.patch('/account', { profile_url: null }, { token });
    expect(reset.body).toMatchObject({ ...said, profile_url: profile.profile_url });
    expect((await client.get('/account')).status).toBe(401);
  });

  it('ProctorX sessions are listed in the dialect of the family', async () => {
    const { access: token } = await logIn();
    const { status, body } = await client.get('/account/sessions', { token });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ok: true, next: null, previous: null });
    const refused = await client.get('/account/sessions');
    expect([refused.status, (refused.body as { ok: boolean }).ok]).toEqual([401, false]);
  });
});
