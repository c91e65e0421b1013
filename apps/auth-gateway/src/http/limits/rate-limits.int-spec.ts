import { randomUUID } from 'node:crypto';
import type { Claim, Claimant } from '@argus/contracts';
import { checkSize, eventually } from '@argus/testing';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { claimOf, keyOfClaim } from './limit-key.js';
import { RateLimitClock } from './rate-limit.clock.js';
import { RateLimitStore } from './rate-limit.store.js';
import { type RunningGateway, startGateway, tokenOf } from '../../testing/gateway.fixture.js';

let testDatabase: TestDatabase;
let replicas: RunningGateway[];

/* `npm run check:brute-force` forges 1,000. */
const FORGED_ADDRESSES = checkSize('FORGED_ADDRESSES', 50);

/* Ann is known by two names; tokens that begin with `chain` belong to one session. */
const chain = new Set(
  Array.from({ length: 60 }, (_, index) => claimOf({ refresh: `chain ${index}` }).refresh_hash),
);
const claimant = ({ username, refresh_hash }: Claim): Claimant => {
  if (refresh_hash !== undefined && chain.has(refresh_hash)) return { counted_as: 'session/1' };
  return username?.startsWith('ann') ? { counted_as: 'account/techtrack/1' } : {};
};

beforeAll(async () => {
  testDatabase = await createDatabase();
  replicas = [
    await startGateway(testDatabase.url, {}, { claimant }),
    await startGateway(testDatabase.url, {}, { claimant }),
  ];
});

afterAll(async () => {
  for (const replica of replicas) await replica.stop();
  await testDatabase.drop();
});

let accounts = 1000;

interface Attempt {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly token?: string;
  readonly payload?: object;
  readonly remoteAddress?: string;
}

const send = (index: number, { token, ...rest }: Attempt) =>
  replicas[index % replicas.length]!.server.inject({
    ...rest,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });

describe('rate limits over two replicas', () => {
  it.each([
    ['authentication', 5, 60, 'POST', '/api/token/'],
    ['refresh', 30, 60, 'POST', '/api/token/refresh/'],
    ['face-verification', 100, 60, 'POST', '/api/v1/notes/verify/'],
    ['reports', 10, 60, 'GET', '/api/v1/notes/report/'],
    ['general', 1000, 3600, 'GET', '/api/v1/notes/'],
    ['task-status', 600, 60, 'GET', '/api/v1/notes/status/1/'],
  ] as const)(
    'rate limit %s: two replicas together refuse request %i + 1',
    async (category, limit, windowSeconds, method, url) => {
      const attempt: Attempt =
        category === 'authentication' || category === 'refresh'
          ? { method, url, payload: { username: randomUUID(), password: 'p', refresh: randomUUID() } }
          : { method, url, token: await tokenOf('attendance', accounts++) };
      /* The window began during the first request: after `startedAtMs` and before `begunAtMs`. */
      const startedAtMs = Date.now();
      let begunAtMs = Infinity;
      for (let index = 0; index < limit; index++) {
        const { statusCode, headers } = await send(index, attempt);
        begunAtMs = Math.min(begunAtMs, Date.now());
        expect([index, statusCode]).toEqual([index, expect.any(Number)]);
        expect(statusCode).toBeLessThan(300);
        expect(headers['ratelimit-policy']).toBe(`"${category}";q=${limit};w=${windowSeconds}`);
        expect(headers.ratelimit).toMatch(new RegExp(`^"${category}";r=\\d+;t=\\d+$`));
      }
      for (const index of [0, 1]) {
        const askedAtMs = Date.now();
        const refused = await send(index, attempt);
        expect(refused.statusCode).toBe(429);
        const leastSeconds = windowSeconds - (Date.now() - startedAtMs) / 1000;
        const mostSeconds = windowSeconds - (askedAtMs - begunAtMs) / 1000;
        const retryAfter = Number(refused.headers['retry-after']);
        expect(retryAfter).toBeGreaterThanOrEqual(Math.floor(leastSeconds));
        expect(retryAfter).toBeLessThanOrEqual(Math.ceil(mostSeconds));
        expect(refused.json()).toEqual({
          detail: `Request was throttled. Expected available in ${retryAfter} seconds.`,
        });
        expect(refused.headers).toMatchObject({
          'x-ratelimit-limit': String(limit),
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(retryAfter),
        });
      }
    },
  );

  it('rate limits: asking for a task leaves the general limit untouched', async () => {
    const token = await tokenOf('attendance', accounts++);
    for (let index = 0; index < 50; index++)
      await send(index, { method: 'GET', url: '/api/v1/notes/status/1/', token });
    const { headers } = await send(0, { method: 'GET', url: '/api/v1/notes/', token });
    expect(headers['x-ratelimit-remaining']).toBe('999');
  });

  it('rate limits: log-ins are counted by account and address', async () => {
    const logIn = (index: number, username: string, remoteAddress: string) =>
      send(index, {
        method: 'POST',
        url: '/api/token/',
        payload: { username, password: 'p' },
        remoteAddress,
      });
    const username = randomUUID();
    for (let index = 0; index < 5; index++) await logIn(index, username, '192.0.2.1');
    expect((await logIn(0, username, '192.0.2.1')).statusCode).toBe(429);
    expect((await logIn(0, `${username} `.toUpperCase(), '192.0.2.1')).statusCode).toBe(429);
    expect((await logIn(0, randomUUID(), '192.0.2.1')).statusCode).toBe(200);
    expect((await logIn(0, username, '192.0.2.2')).statusCode).toBe(200);
  });

  it('rate limits: a chain of sixty refreshes of one session gets the limit, from whatever address and with whichever token', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 60; index++) {
      const { statusCode } = await send(index, {
        method: 'POST',
        url: '/api/token/refresh/',
        payload: { refresh: `chain ${index}` },
        remoteAddress: `192.0.2.${index % 7}`,
      });
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([...Array<unknown>(30).fill(200), ...Array<unknown>(30).fill(429)]);
  });

  it('rate limits: eight tabs of a browser that refresh one session at once, and once more, are all answered', async () => {
    const refresh = randomUUID();
    const tabs = Array.from({ length: 16 }, (_, index) =>
      send(index, { method: 'POST', url: '/api/token/refresh/', payload: { refresh } }),
    );
    expect((await Promise.all(tabs)).map(({ statusCode }) => statusCode)).toEqual(Array(16).fill(200));
  });

  it('rate limits: refreshes of many sessions behind one address do not limit each other', async () => {
    for (let index = 0; index < 30; index++) {
      const payload = { refresh: `another ${index}` };
      expect((await send(index, { method: 'POST', url: '/api/token/refresh/', payload })).statusCode).toBe(
        200,
      );
    }
  });

  it('rate limits: where an account is known, all its names share one limit', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 10; index++) {
      const payload = { username: index % 2 ? 'ann' : 'ann@example.com', password: 'p' };
      const { statusCode } = await send(index, {
        method: 'POST',
        url: '/api/token/',
        payload,
        remoteAddress: '192.0.2.60',
      });
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([...Array<unknown>(5).fill(200), ...Array<unknown>(5).fill(429)]);
  });

  it.each([
    ['without a token', false],
    ['with the token of an account made before', true],
  ])('rate limits: sign-ups %s are counted by address, whatever name they ask for', async (_, hasToken) => {
    const statuses: number[] = [];
    for (let index = 0; index < 120; index++) {
      const token = hasToken ? { token: await tokenOf('eyetracker', index) } : {};
      const { statusCode } = await send(index, {
        method: 'POST',
        url: '/api/accounts/register/',
        payload: { username: randomUUID() },
        remoteAddress: `198.51.100.${hasToken ? 61 : 62}`,
        ...token,
      });
      statuses.push(statusCode);
    }
    expect(statuses).toEqual([...Array<unknown>(100).fill(201), ...Array<unknown>(20).fill(429)]);
  });

  it('rate limits: a forged X-Forwarded-For of an untrusted proxy does not evade the limit', async () => {
    const payload = { username: randomUUID(), password: 'p' };
    const statuses: number[] = [];
    for (let index = 0; index < FORGED_ADDRESSES; index++) {
      const headers = { 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` };
      statuses.push(
        (await replicas[index % 2]!.server.inject({ method: 'POST', url: '/api/token/', payload, headers }))
          .statusCode,
      );
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
  });

  it('rate limits: an operation without a documented limit is not limited', async () => {
    const { headers } = await send(0, {
      method: 'GET',
      url: '/api/equipment/',
      token: await tokenOf('techtrack'),
    });
    expect(headers.ratelimit).toBeUndefined();
  });

  it('rate limits: two replicas together let exactly the limit of a burst pass', async () => {
    const token = await tokenOf('attendance', accounts++);
    const answers = await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        send(index, { method: 'POST', url: '/api/v1/notes/verify/', token }),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(100);
  });
});

describe('rate limits without the shared counter', () => {
  it('rate limits: counters go a minute after their window, those of running windows stay', async () => {
    const { database } = replicas[0]!;
    const nowMs = Date.now();
    const ends = { ended: nowMs - 61_000, ending: nowMs - 30_000, running: nowMs + 30_000 };
    await database.query(
      `INSERT INTO rate_limit (key, points, expire) SELECT 'clock:' || name, 1, ends FROM unnest($1::text[], $2::bigint[]) AS given (name, ends)`,
      [Object.keys(ends), Object.values(ends)],
    );
    await new RateLimitClock(new RateLimitStore(database)).deleteEnded();
    const left = await database.query<{ key: string }>(
      "SELECT key FROM rate_limit WHERE key LIKE 'clock:%' ORDER BY key",
    );
    expect(left.map(({ key }) => key)).toEqual(['clock:ending', 'clock:running']);
  });

  it('rate limits: without its table, each replica keeps the limit by itself', async () => {
    const alone = await startGateway(testDatabase.url);
    try {
      await alone.database.query('ALTER TABLE rate_limit RENAME TO rate_limit_gone');
      const statuses: number[] = [];
      for (let index = 0; index < 8; index++) {
        const { statusCode } = await alone.server.inject({
          method: 'POST',
          url: '/api/token/',
          payload: { username: 'fallback', password: 'p' },
        });
        statuses.push(statusCode);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    } finally {
      await alone.database.query('ALTER TABLE rate_limit_gone RENAME TO rate_limit');
      await alone.stop();
    }
  });

  it('rate limits: sign-ups whose counts hang are counted by the replica alone, said once, and log-ins are still counted for all replicas', async () => {
    const alone = await startGateway(testDatabase.url);
    const warn = jest.spyOn(Logger.prototype, 'warn');
    const released = Promise.withResolvers<void>();
    const addresses = Array.from({ length: 14 }, (_, n) => `203.0.113.${n}`);
    const username = randomUUID();
    const counted = Promise.withResolvers<void>();
    const { database } = replicas[0]!;
    const holding = database.transaction(async (tx) => {
      await tx.query(`INSERT INTO rate_limit (key, points) SELECT 'sign-up:' || unnest($1::text[]), 1`, [
        addresses,
      ]);
      counted.resolve();
      await released.promise;
    });
    try {
      await counted.promise;
      const signUps = addresses.map((remoteAddress) =>
        alone.server.inject({
          method: 'POST',
          url: '/api/accounts/register/',
          payload: { username },
          remoteAddress,
        }),
      );
      const hanging = `SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      await eventually(
        () => replicas[1]!.database.query<{ n: number }>(hanging).then(([row]) => row!.n),
        (n) => n >= 3,
        10,
      );
      await alone.server.inject({ method: 'POST', url: '/api/token/', payload: { username, password: 'p' } });
      const key = keyOfClaim('127.0.0.1', 'techtrack', { username });
      const stored = `SELECT points FROM rate_limit WHERE key = $1`;
      expect(await replicas[1]!.database.query(stored, [`authentication:${key}`])).toEqual([{ points: 1 }]);
      const statuses = (await Promise.all(signUps)).map(({ statusCode }) => statusCode);
      expect(statuses).toEqual(addresses.map(() => 201));
      const said = warn.mock.calls.filter(([line]) => String(line).startsWith('The shared counter failed'));
      expect(said).toHaveLength(1);
    } finally {
      released.resolve();
      await holding;
      warn.mockRestore();
      await alone.stop();
    }
  });
});
