import { checkSize, type HttpAnswer, eventually, type HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountFamily, pathsOf } from '../families.js';
import { type Account, Accounts, password } from '../generated/targets/accounts.js';
import { MoreGateways } from './more-gateways.js';

/* Access that ends at one gateway ends at the others within five seconds. */
const MAX_DELAY_MS = 5_000;
/* `npm run check:sessions` ends access a thousand times. */
const ROUNDS = checkSize('REVOCATION_ROUNDS', 2);
const target = sharedPlatform();
const accounts = new Accounts(target);
const more = new MoreGateways();
const suite = MoreGateways.possible ? describe : describe.skip;
let gateways: readonly HttpClient[];
const admins = new Map<AccountFamily, string>();
const measuredMs: number[] = [];

type EndAccess = (at: HttpClient, account: Account, admin: string) => Promise<HttpAnswer>;

const changePassword =
  (family: AccountFamily): EndAccess =>
  (at, { token }) =>
    at.post(
      pathsOf[family].password,
      { current_password: password, new_password: `${password}, another` },
      { token },
    );
const user = (family: 'attendance' | 'techtrack', { id }: Account): string =>
  `${family === 'attendance' ? '/api/v1' : '/api'}/users/${id}/`;
const deactivate =
  (family: 'attendance' | 'techtrack'): EndAccess =>
  (at, account, token) =>
    at.delete(user(family, account), { token });

const waysToEnd: readonly [family: AccountFamily, role: string, what: string, end: EndAccess][] = [
  [
    'attendance',
    'student',
    'logout',
    (at, { refresh, token }) => at.post('/api/v1/auth/logout/', { refresh }, { token }),
  ],
  ['attendance', 'student', 'deactivation', deactivate('attendance')],
  ['attendance', 'student', 'a password change', changePassword('attendance')],
  [
    'attendance',
    'student',
    'a role change',
    (at, account, token) => at.put(user('attendance', account), { role: 'faculty' }, { token }),
  ],
  ['techtrack', 'operator', 'deactivation', deactivate('techtrack')],
  ['techtrack', 'operator', 'a password change', changePassword('techtrack')],
  [
    'techtrack',
    'operator',
    'a role change',
    (at, account, token) => at.patch(user('techtrack', account), { role: 'admin' }, { token }),
  ],
  ['eyetracker', 'user', 'a password change', changePassword('eyetracker')],
  ['proctorx', 'student', 'logout', (at, { refresh }) => at.post('/logout', { refresh })],
  ['proctorx', 'institute', 'a password change', changePassword('proctorx')],
];

suite('access that ends at one of several gateways', () => {
  beforeAll(async () => {
    gateways = await more.start({ RATE_LIMIT_FACTOR: '10000' });
    for (const family of ['attendance', 'techtrack'] as const)
      admins.set(family, (await accounts.make(family, 'admin')).token);
  });
  afterAll(async () => {
    await more.stop();
    if (measuredMs.length > 0)
      process.stderr.write(
        `Access ended ${measuredMs.length} times at ${gateways.length} gateways within ${Math.max(...measuredMs)} ms\n`,
      );
  });

  it.each(waysToEnd)(
    'access of %s, %s ends at all gateways within 5 s: %s',
    async (family, role, _, end) => {
      const { own, refresh: path } = pathsOf[family];
      for (let round = 0; round < ROUNDS; round++) {
        const here = gateways[round % gateways.length]!;
        const others = gateways.filter((gateway) => gateway !== here);
        const account = await accounts.make(family, role);
        const { token, refresh } = account;
        for (const gateway of gateways) expect((await gateway.get(own, { token })).status).toBe(200);
        const { status } = await end(here, account, admins.get(family) ?? '');
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(300);
        const endedAtMs = Date.now();
        for (const gateway of [...others, here])
          await eventually(
            () => gateway.get(own, { token }),
            (answer) => answer.status === 401,
            10,
          );
        measuredMs.push(Date.now() - endedAtMs);
        expect(measuredMs.at(-1)).toBeLessThanOrEqual(MAX_DELAY_MS);
        for (const gateway of gateways) expect((await gateway.post(path, { refresh })).status).toBe(401);
      }
    },
    120_000 + ROUNDS * 10_000,
  );

  it('access by an API key ends at all gateways within 5 s of its revocation', async () => {
    const [here, ...others] = gateways as [HttpClient, ...HttpClient[]];
    const token = admins.get('attendance')!;
    const request = { name: 'Kiosk', scopes: ['users:read'] };
    const { id, key } = (await here.post('/api/v1/api-keys/', request, { token })).body as {
      id: string;
      key: string;
    };
    const ask = (gateway: HttpClient) => gateway.get('/api/v1/users/', { headers: { 'x-api-key': key } });
    for (const gateway of gateways) expect((await ask(gateway)).status).toBe(200);
    expect((await here.delete(`/api/v1/api-keys/${id}/`, { token })).status).toBe(204);
    const endedAtMs = Date.now();
    for (const there of others)
      await eventually(
        () => ask(there),
        ({ status }) => status === 401,
        10,
      );
    expect(Date.now() - endedAtMs).toBeLessThanOrEqual(MAX_DELAY_MS);
  });
});
