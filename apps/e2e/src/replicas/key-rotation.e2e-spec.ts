import { setTimeout as pause } from 'node:timers/promises';
import { eventually, type HttpAnswer, runMode } from '@argus/testing';
import { isRealTime } from '@argus/testing/installation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../generated/targets/accounts.js';
import { familiesWithAccounts, pathsOf } from '../families.js';
import { GatewayPair } from './gateway-pair.js';
import { Load } from './load.js';

/*
 * A rotation takes eleven minutes, so that every gateway knows a key before it signs. The test moves the clocks over the
 * uneventful part. E2E_REAL_TIME=1 waits instead, under constant load, for 33 minutes.
 */
const ROTATIONS = 3;
const LINES = 8;
/* Latest first token of a key, after the time from which it signs. */
const MAX_DELAY_MS = 10_000;
const inServices = runMode() === 'services';
const suite = inServices ? describe : describe.skip;

const keyOf = (token: string): string =>
  (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;

let pair: GatewayPair;
let load: Load;
const seen = new Set<string>();

/** Each line is an account that refreshes at one gateway and sends the new token to both. */
async function startLoad(): Promise<Load> {
  const { clients } = pair;
  const accounts = new Accounts({ url: clients[0].baseUrl, admin: pair.admin });
  const lines = await Promise.all(
    Array.from({ length: LINES }, async (_, line) => {
      const family = familiesWithAccounts[line % familiesWithAccounts.length]!;
      const { refresh } = await accounts.make(family);
      return { paths: pathsOf[family], refresh };
    }),
  );
  const ask = async (line: number, turn: number): Promise<HttpAnswer[]> => {
    const { paths, refresh } = lines[line]!;
    const refreshed = await clients[(line + turn) % 2]!.post(paths.refresh, { refresh });
    const { access: token } = refreshed.body as { access?: string };
    if (token === undefined) return [refreshed];
    seen.add(keyOf(token));
    const shown = await Promise.all(clients.map((client) => client.get(paths.own, { token })));
    return [refreshed, ...shown];
  };
  const started = new Load(ask, { lines: LINES, pauseMs: isRealTime ? 1000 : 20 });
  started.start();
  return started;
}

suite('keys of access tokens, on two gateways', () => {
  beforeAll(async () => {
    pair = await GatewayPair.start({ RATE_LIMIT_FACTOR: '100000' });
    load = await startLoad();
  });
  afterAll(async () => {
    await load?.stop();
    await pair?.stop();
  });

  it(
    `signing keys rotate ${ROTATIONS} times under load on two gateways, and no request fails`,
    async () => {
      for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
        const printed = await pair.operate('keys', 'rotate');
        const signsFromMs = Date.parse(/\d{4}-\S+Z/.exec(printed)?.[0] ?? '');
        if (!isRealTime) await load.stop();
        await pair.pass(signsFromMs - pair.now() - 1_000);
        if (!isRealTime) load.start();
        while (seen.size <= rotation && pair.now() < signsFromMs + MAX_DELAY_MS) await pause(50);
        await pause(1_000);
        expect(seen.size).toBe(rotation + 1);
        expect(load.failures.slice(0, 3)).toEqual([]);
      }
      await load.stop();
      process.stderr.write(
        `${ROTATIONS} rotations${isRealTime ? ' in real time' : ''}: ${load.requests} requests, ${load.failures.length} failed\n`,
      );
      expect(load.failures.slice(0, 3)).toEqual([]);
      expect(load.requests).toBeGreaterThan(100);
    },
    isRealTime ? 3_600_000 : undefined,
  );

  it('signing keys: after a leak both gateways refuse what the former keys signed, and a refresh brings a token that they take', async () => {
    const { clients } = pair;
    const accounts = new Accounts({ url: clients[0].baseUrl, admin: pair.admin });
    const { refresh } = await accounts.make('techtrack');
    const paths = pathsOf.techtrack;
    const renewed = async (token: string): Promise<{ access: string; refresh?: string }> =>
      (await clients[0].post(paths.refresh, { refresh: token })).body as { access: string; refresh?: string };
    const { access, refresh: next = refresh } = await renewed(refresh);
    const shown = (token: string): Promise<number[]> =>
      Promise.all(clients.map(async (client) => (await client.get(paths.own, { token })).status));
    expect(await shown(access)).toEqual([200, 200]);
    await pair.operate('keys', 'rotate', '--leaked');
    await eventually(
      () => shown(access),
      (statuses) => statuses.every((status) => status === 401),
    );
    const { access: anew } = await renewed(next);
    expect(seen.has(keyOf(anew))).toBe(false);
    expect(await shown(anew)).toEqual([200, 200]);
  });
});
