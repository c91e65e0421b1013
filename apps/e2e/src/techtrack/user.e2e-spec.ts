import { randomBytes } from 'node:crypto';
import { eventually, HttpClient, sharedPlatform } from '@argus/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';

const { url, admin } = sharedPlatform();
const client = new HttpClient(url);
const password = 'correct horse battery';
const newName = (): string => `op${randomBytes(6).toString('hex')}`;

const logIn = async (username: string, given: string): Promise<string> => {
  const { status, body } = await client.post('/api/token/', { username, password: given });
  expect(status).toBe(200);
  expect(Object.keys(body as object)).toEqual(['refresh', 'access']);
  return (body as { access: string }).access;
};

let adminToken: string;
beforeAll(async () => void (adminToken = await logIn(admin.email, admin.password)));

describe('users of TechTrack', () => {
  it('TechTrack users: an administrator creates them, they log in as in the curl example and read equipment', async () => {
    const username = newName();
    const made = await client.post('/api/users/', { username, password }, { token: adminToken });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ username, role: 'operator', is_active: true, last_login: null });
    const token = await logIn(username, password);
    expect((await client.get('/api/equipment/', { token })).status).toBe(200);
    expect((await client.get('/api/users/', { token })).status).toBe(403);
    expect((await client.get('/api/users/')).status).toBe(401);
    const again = await client.post('/api/users/', { username, password }, { token: adminToken });
    expect([again.status, again.body]).toEqual([
      400,
      { username: ['A user with that username already exists.'] },
    ]);
  });

  it('TechTrack users: PUT and PATCH change them, and a deactivated user loses access within five seconds', async () => {
    const username = newName();
    const { body } = await client.post('/api/users/', { username, password }, { token: adminToken });
    const path = `/api/users/${(body as { id: number }).id}/`;
    const token = await logIn(username, password);
    const put = await client.put(path, { first_name: 'Olga' }, { token: adminToken });
    expect([put.status, put.body]).toEqual([200, expect.objectContaining({ first_name: 'Olga' })]);
    const patch = await client.patch(path, { last_name: 'K.' }, { token: adminToken });
    expect(patch.body).toMatchObject({ first_name: 'Olga', last_name: 'K.' });
    expect((await client.delete(path, { token: adminToken })).status).toBe(204);
    const startedAtMs = Date.now();
    await eventually(
      () => client.get('/api/equipment/', { token }),
      ({ status }) => status === 401,
    );
    expect(Date.now() - startedAtMs).toBeLessThan(5_500);
    const refused = await client.post('/api/token/', { username, password });
    expect(refused.status).toBe(401);
  });

  it('TechTrack users: an administrator resets their password to a random one, and they change it', async () => {
    const username = newName();
    await client.post('/api/users/', { username, password }, { token: adminToken });
    const reset = await client.post(`/api/users/${username}/password/`, undefined, { token: adminToken });
    expect(reset.status).toBe(200);
    const { password: given } = reset.body as { password: string };
    const token = await logIn(username, given);
    const wrong = { current_password: 'wrong', new_password: password };
    const refused = await client.post('/api/users/me/password/', wrong, { token });
    expect([refused.status, refused.body]).toEqual([
      400,
      { current_password: ['That is not your password.'] },
    ]);
    const change = { current_password: given, new_password: password };
    expect((await client.post('/api/users/me/password/', change, { token })).status).toBe(204);
    await logIn(username, password);
  });
});
