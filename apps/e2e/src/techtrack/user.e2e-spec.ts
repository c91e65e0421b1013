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

let boss: string;
beforeAll(async () => void (boss = await logIn(admin.email, admin.password)));

describe('users of TechTrack', () => {
  it('are made by an administrator, log in with curl’s example, and read equipment', async () => {
    const username = newName();
    const made = await client.post('/api/users/', { username, password }, { token: boss });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ username, role: 'operator', is_active: true, last_login: null });
    const token = await logIn(username, password);
    expect((await client.get('/api/equipment/', { token })).status).toBe(200);
    expect((await client.get('/api/users/', { token })).status).toBe(403);
    expect((await client.get('/api/users/')).status).toBe(401);
    const again = await client.post('/api/users/', { username, password }, { token: boss });
    expect([again.status, again.body]).toEqual([
      400,
      { username: ['A user with that username already exists.'] },
    ]);
  });

  it('change by PUT and PATCH, and lose access within five seconds when deactivated', async () => {
    const username = newName();
    const { body } = await client.post('/api/users/', { username, password }, { token: boss });
    const path = `/api/users/${(body as { id: number }).id}/`;
    const token = await logIn(username, password);
    const put = await client.put(path, { first_name: 'Olga' }, { token: boss });
    expect([put.status, put.body]).toEqual([200, expect.objectContaining({ first_name: 'Olga' })]);
    const patch = await client.patch(path, { last_name: 'K.' }, { token: boss });
    expect(patch.body).toMatchObject({ first_name: 'Olga', last_name: 'K.' });
    expect((await client.delete(path, { token: boss })).status).toBe(204);
    const startedAtMs = Date.now();
    await eventually(
      () => client.get('/api/equipment/', { token }),
      ({ status }) => status === 401,
    );
    expect(Date.now() - startedAtMs).toBeLessThan(5_500);
    const refused = await client.post('/api/token/', { username, password });
    expect(refused.status).toBe(401);
  });

  it('get a new random password from an administrator, and change it themselves', async () => {
    const username = newName();
    await client.post('/api/users/', { username, password }, { token: boss });
    const reset = await client.post(`/api/users/${username}/password/`, undefined, { token: boss });
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
