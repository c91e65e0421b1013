import { describe, expect, it } from '@jest/globals';
import { eventually, HttpClient, sharedPlatform } from '@argus/testing';

const { url, admin } = sharedPlatform();
const client = new HttpClient(url);

interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly user: { readonly email: string; readonly role: string };
}

const login = async (): Promise<Tokens> => {
  const { status, body } = await client.post('/api/v1/auth/login/', admin);
  expect(status).toBe(200);
  return body as Tokens;
};

describe('sessions of the attendance family', () => {
  it('attendance log-in returns the user with their role', async () => {
    const { user } = await login();
    expect(user).toMatchObject({ email: admin.email, role: 'admin' });
  });

  it('attendance log-in answers a wrong password in the words of the document', async () => {
    const wrong = { email: admin.email, password: 'wrong password' };
    const { status, body } = await client.post('/api/v1/auth/login/', wrong);
    expect([status, body]).toEqual([401, { error: 'Invalid credentials' }]);
  });

  it('attendance paths answer with and without the final slash', async () => {
    const { access: token } = await login();
    for (const path of ['/api/v1/users/', '/api/v1/users']) {
      expect((await client.get(path, { token })).status).toBe(200);
    }
  });

  it('attendance log-out ends the access token and the refresh token', async () => {
    const { access: token, refresh } = await login();
    const logout = await client.post('/api/v1/auth/logout/', { refresh }, { token });
    expect([logout.status, logout.body]).toEqual([200, { message: 'Successfully logged out' }]);
    /* The gateway learns it from an event, or at the latest from its next poll after 5 s. */
    const { body } = await eventually(
      () => client.get('/api/v1/users/', { token }),
      ({ status }) => status === 401,
    );
    expect(body).toMatchObject({ code: 'token_not_valid' });
    expect((await client.post('/api/v1/auth/refresh/', { refresh })).status).toBe(401);
  });
});
