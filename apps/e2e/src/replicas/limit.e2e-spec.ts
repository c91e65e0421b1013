import { randomUUID } from 'node:crypto';
import { type HttpAnswer, type HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../generated/targets/accounts.js';
import { MoreGateways } from './more-gateways.js';

/* The limits of the attendance document over several gateways. Accounts come from the shared platform's gateway, which has no limits. */
const accounts = new Accounts(sharedPlatform());
const more = new MoreGateways();
const suite = MoreGateways.possible ? describe : describe.skip;
let gateways: readonly HttpClient[];

type Ask = (client: HttpClient) => Promise<HttpAnswer>;

const limits: readonly [
  category: string,
  requests: number,
  windowSeconds: number,
  status: number,
  prepare: () => Promise<Ask>,
][] = [
  [
    'authentication',
    5,
    60,
    401,
    async () => {
      const guess = { email: `${randomUUID()}@example.com`, password: 'a guess' };
      return (client) => client.post('/api/v1/auth/login/', guess);
    },
  ],
  [
    'face-verification',
    100,
    60,
    400,
    async () => {
      const { token } = await accounts.make('attendance');
      return (client) => client.post('/api/v1/face/verify/', {}, { token });
    },
  ],
  [
    'reports',
    10,
    60,
    200,
    async () => {
      const { token } = await accounts.make('attendance');
      return (client) => client.get('/api/v1/attendance/summary/', { token });
    },
  ],
  [
    'general',
    1000,
    3600,
    200,
    async () => {
      const { token } = await accounts.make('attendance');
      return (client) => client.get('/api/v1/auth/sessions/', { token });
    },
  ],
];

suite('limits that several gateways share', () => {
  beforeAll(async () => void (gateways = await more.start({ RATE_LIMIT_FACTOR: '1' })));
  afterAll(() => more.stop());

  it.each(limits)(
    'rate limit over several gateways: %s allows %i requests and refuses the next',
    async (category, requests, windowSeconds, status, prepare) => {
      const ask = await prepare();
      const startedAtMs = Date.now();
      for (let turn = 0; turn < requests; turn++) {
        const answer = await ask(gateways[turn % gateways.length]!);
        expect([turn, answer.status]).toEqual([turn, status]);
        expect(answer.headers['ratelimit-policy']).toBe(`"${category}";q=${requests};w=${windowSeconds}`);
      }
      for (const gateway of gateways) {
        const { status: refused, headers, body } = await ask(gateway);
        expect(refused).toBe(429);
        const retryAfter = Number(headers['retry-after']);
        const leftSeconds = windowSeconds - (Date.now() - startedAtMs) / 1000;
        expect(Math.abs(retryAfter - leftSeconds)).toBeLessThanOrEqual(1);
        expect(body).toEqual({
          detail: `Request was throttled. Expected available in ${retryAfter} seconds.`,
        });
      }
    },
  );

  it('rate limit over several gateways: a concurrent burst at all gets exactly the allowed number', async () => {
    const { token } = await accounts.make('attendance');
    const answers = await Promise.all(
      Array.from({ length: 140 }, (_, turn) =>
        gateways[turn % gateways.length]!.post('/api/v1/face/verify/', {}, { token }),
      ),
    );
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
  });
});
