import { randomUUID } from 'node:crypto';
import { type HttpAnswer, type HttpClient, sharedPlatform } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts } from '../generated/targets/accounts.js';
import { MoreGateways } from './more-gateways.js';

const accounts = new Accounts(sharedPlatform());
const more = new MoreGateways();
const suite = MoreGateways.possible ? describe : describe.skip;
let gateways: readonly HttpClient[];

/** A create call, and a way to count its rows. */
interface Creation {
  readonly family: 'attendance' | 'techtrack';
  readonly path: string;
  readonly body: () => Record<string, unknown>;
  readonly countOf: (client: HttpClient, token: string, body: Record<string, unknown>) => Promise<number>;
}

const creations: readonly Creation[] = [
  {
    family: 'attendance',
    path: '/api/v1/users/',
    body: () => {
      const employee_id = randomUUID().slice(0, 18);
      const email = `${employee_id}@example.com`;
      return { employee_id, email, first_name: 'A', last_name: 'B', password: 'a long password' };
    },
    countOf: async (client, token, { email }) => {
      const { body } = await client.get(`/api/v1/users/?search=${String(email)}`, { token });
      return (body as { count: number }).count;
    },
  },
  {
    family: 'techtrack',
    path: '/api/equipment/',
    body: () => ({ equipment_type: 'Robot', model: randomUUID(), installation_date: '2024-01-01' }),
    countOf: async (client, token, { model }) => {
      const { body } = await client.get('/api/equipment/', { token });
      return (body as { model: string }[]).filter((each) => each.model === model).length;
    },
  },
];

suite('an Idempotency-Key at several gateways', () => {
  beforeAll(async () => void (gateways = await more.start({ RATE_LIMIT_FACTOR: '10000' })));
  afterAll(() => more.stop());

  it.each(creations)(
    'Idempotency-Key at several gateways: $path creates one row and returns equal answers',
    async ({ family, path, body, countOf }) => {
      const { token } = await accounts.make(family);
      const given = body();
      const headers = { 'idempotency-key': randomUUID() };
      const send = (gateway: HttpClient, what = given): Promise<HttpAnswer> =>
        gateway.post(path, what, { token, headers });
      const burst = await Promise.all(
        Array.from({ length: 10 }, (_, turn) => send(gateways[turn % gateways.length]!)),
      );
      const made = burst.filter(({ status }) => status === 201);
      expect(made.length).toBeGreaterThan(0);
      /* The others were refused while the first was in flight. */
      expect(burst.filter(({ status }) => status === 409)).toHaveLength(burst.length - made.length);
      for (const answer of [...made, ...(await Promise.all(gateways.map((gateway) => send(gateway))))])
        expect([answer.status, JSON.stringify(answer.body)]).toEqual([201, JSON.stringify(made[0]!.body)]);
      for (const gateway of gateways) {
        expect((await send(gateway, body())).status).toBe(422);
        expect(await countOf(gateway, token, given)).toBe(1);
      }
    },
  );
});
