import { HttpClient, made, sharedPlatform } from '@argus/testing';
import { afterAll } from '@jest/globals';
import { Accounts } from './generated/targets/accounts.js';

/* Runs beside every suite: removes what it made on a remote platform, as its maker or else as the administrator. */
afterAll(async () => {
  const target = sharedPlatform();
  if (!target.remote) return;
  const [client, accounts] = [new HttpClient(target.url), new Accounts(target)];
  await made.remove(async (path, token) => {
    const { status } = await client.delete(path, token === undefined ? {} : { token });
    if (status !== 401 && status !== 403) return status;
    return (await client.delete(path, { token: await accounts.adminOf(familyOf(path)) })).status;
  });
}, 600_000);

const familyOf = (path: string): 'attendance' | 'techtrack' =>
  path.startsWith('/api/v1/') ? 'attendance' : 'techtrack';
