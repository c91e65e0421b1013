import { runMode } from '@argus/testing';
import { age } from '@argus/testing/installation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { familiesWithAccounts, pathsOf } from '../families.js';
import { Accounts } from '../generated/targets/accounts.js';
import { GatewayPair } from './gateway-pair.js';

/*
 * A day passes in steps of 62 minutes, in which every access token expires. Clocks of gateways and identities, which judge
 * access tokens and count requests, move ahead. The database judges refresh tokens, so SQL makes its rows older.
 */
const stepMs = 62 * 60_000;
const STEPS_OF_A_DAY = 23;
const suite = runMode() === 'services' ? describe : describe.skip;

let pair: GatewayPair;
let accounts: Accounts;

const passStep = async (): Promise<void> => {
  await pair.pass(stepMs);
  await age(pair, stepMs);
};

suite('on two gateways, as time passes', () => {
  beforeAll(async () => {
    pair = await GatewayPair.start();
    accounts = new Accounts({ url: pair.clients[0].baseUrl, admin: pair.admin });
  });
  afterAll(() => pair?.stop());

  it('two gateways: after too many log-ins the next attempt is allowed at Retry-After, not before', async () => {
    const guess = { username: 'nobody', password: 'a guess' };
    const attempt = (turn: number) => pair.clients[turn % 2]!.post('/api/token/', guess);
    for (let turn = 0; turn < 5; turn++) expect((await attempt(turn)).status).toBe(401);
    const refused = await attempt(1);
    expect(refused.status).toBe(429);
    const retryAfterMs = Number(refused.headers['retry-after']) * 1000;
    const askedAtMs = pair.now();
    await pair.pass(retryAfterMs - 2_500);
    const early = [await attempt(0), await attempt(1)];
    expect(early.map(({ status }) => status)).toEqual([429, 429]);
    expect(pair.now()).toBeLessThan(askedAtMs + retryAfterMs - 1_000);
    await pair.pass(askedAtMs + retryAfterMs + 1_000 - pair.now());
    expect((await attempt(0)).status).toBe(401);
  });

  it('two gateways, compat: the first refresh token works for a day, and no longer than documented', async () => {
    const clients = await Promise.all(
      familiesWithAccounts.map(async (family) => ({ family, ...(await accounts.make(family)) })),
    );
    const tokens = new Map(clients.map(({ family, token }) => [family, token]));
    const refreshAt = async (step: number, index: number): Promise<number> => {
      const { family, refresh } = clients[index]!;
      const { own, refresh: path } = pathsOf[family];
      const stale = await pair.clients[step % 2]!.get(own, { token: tokens.get(family)! });
      expect([family, step, stale.status]).toEqual([family, step, 401]);
      const refreshed = await pair.clients[(step + index) % 2]!.post(path, { refresh });
      if (refreshed.status !== 200) return refreshed.status;
      const { access: token } = refreshed.body as { access: string };
      tokens.set(family, token);
      const shown = await Promise.all(pair.clients.map((client) => client.get(own, { token })));
      expect([family, step, ...shown.map(({ status }) => status)]).toEqual([family, step, 200, 200]);
      return 200;
    };
    for (let step = 1; step <= STEPS_OF_A_DAY; step++) {
      await passStep();
      for (const index of clients.keys()) expect([step, await refreshAt(step, index)]).toEqual([step, 200]);
    }
    await passStep();
    for (const [index, { family }] of clients.entries())
      expect([family, await refreshAt(STEPS_OF_A_DAY + 1, index)]).toEqual([
        family,
        family === 'attendance' ? 200 : 401,
      ]);
  });
});
