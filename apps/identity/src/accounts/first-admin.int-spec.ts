import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { attendanceSessionContract, techtrackTokenContract } from '@argus/contracts';
import { type ServiceReplica, Site } from '@argus/testing/services';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startIdentity } from '../testing/identity-fixture.js';

const { obtain } = techtrackTokenContract.operations;
const { login } = attendanceSessionContract.operations;

describe('the first administrator', () => {
  let site: Site;
  let replicas: ServiceReplica[] = [];
  beforeEach(async () => void (site = await Site.create()));
  afterEach(async () => {
    await Promise.all(replicas.map((replica) => replica.stop()));
    await site.remove();
    replicas = [];
  });

  const file = () => join(site.folder, 'secrets', 'first-admin.json');
  const secrets = () => readdir(join(site.folder, 'secrets'));
  const admins = async () =>
    replicas[0]!.database.query<{ family: string; id: number; username: string }>(
      `SELECT family, id, username FROM account ORDER BY family`,
    );

  it('first administrator: replicas that start together create one, with a password only the owner can read', async () => {
    const generated = { ADMIN_PASSWORD: undefined };
    replicas = await Promise.all([1, 2, 3].map(() => startIdentity(site, generated)));
    expect(await admins()).toEqual([
      { family: 'attendance', id: 1, username: 'ADMIN' },
      { family: 'techtrack', id: 1, username: 'admin@argus.local' },
    ]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const { email, password } = JSON.parse(await readFile(file(), 'utf8')) as Record<
      'email' | 'password',
      string
    >;
    expect(password).toMatch(/^[\w-]{24}$/);
    const opened = await replicas[1]!.call(login, { body: { email, password } });
    expect(opened.user).toMatchObject({ id: 1, email: 'admin@argus.local', role: 'admin' });
    const { access } = await replicas[2]!.call(obtain, { body: { username: email, password } });
    expect(decodeJwt(access)).toMatchObject({ aud: 'techtrack', role: 'admin' });
  });

  it('first administrator: gets the password of the settings, which is written to no file', async () => {
    replicas = [await startIdentity(site, { ADMIN_EMAIL: 'boss@example.com' })];
    expect(await secrets()).toEqual(['data.key']);
    const body = { email: 'boss@example.com', password: 'first admin of a test' };
    expect((await replicas[0]!.call(login, { body })).user.role).toBe('admin');
  });

  it('first administrator: is not created again on the next start', async () => {
    replicas = [await startIdentity(site)];
    replicas.push(await startIdentity(site, { ADMIN_EMAIL: 'other@example.com', ADMIN_PASSWORD: undefined }));
    expect(await admins()).toHaveLength(2);
    expect(await secrets()).toEqual(['data.key']);
  });

  it('first administrator: a weak ADMIN_PASSWORD is accepted in compat and refused in strict', async () => {
    const weak = { ADMIN_PASSWORD: 'admin' };
    await expect(startIdentity(site, { ...weak, SECURITY_PROFILE: 'strict' })).rejects.toThrow(
      'ADMIN_PASSWORD',
    );
    replicas = [await startIdentity(site, weak)];
    expect(await admins()).toHaveLength(2);
  });
});
