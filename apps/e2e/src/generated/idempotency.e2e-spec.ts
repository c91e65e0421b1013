import { randomUUID } from 'node:crypto';
import { isCreating } from '@argus/contracts';
import {
  fuzzSettings,
  HttpClient,
  type HttpAnswer,
  type Platform,
  startPlatform,
  validOf,
} from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Accounts } from './targets/accounts.js';
import { knownFor } from './known/index.js';
import { servedOperations } from './targets/operations.js';

/*
 * Calls every creating operation with an Idempotency-Key: one effect, the same bytes, and 422 for another input.
 *   IDEMPOTENCY_CALLS=50 npm test -- e2e --testPathPatterns=generated/idempotency     calls at once
 */
const { parallel } = fuzzSettings();
const creating = servedOperations.filter(({ operation }) => isCreating(operation));

let platform: Platform;
let client: HttpClient;
let accounts: Accounts;

beforeAll(async () => {
  platform = await startPlatform({ settings: { RATE_LIMIT_FACTOR: '1000000' } });
  client = new HttpClient(platform.url);
  accounts = new Accounts(platform);
  /* Readings, alerts and alarms refer to these machines. */
  const { token } = await accounts.make('techtrack');
  const equipment = { equipment_type: 'Robot', model: 'R', installation_date: '2024-01-01' };
  for (let count = 0; count < 30; count++) await client.post('/api/equipment/', equipment, { token });
});

afterAll(async () => {
  await platform?.stop();
});

describe('creations under an Idempotency-Key', () => {
  it.each(creating)(
    'Idempotency-Key: concurrent and repeated $family $method $path create one row',
    async (served) => {
      const { family, operation, method, path } = served;
      const account = await accounts.make(family);
      const { token } = account;
      const known = await knownFor(served, { url: platform.url, account, accounts });
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known.params[name]?.[0] ?? '1');
      const authorized = operation.access.kind === 'public' ? {} : { token };
      const key = randomUUID();
      const send = (body: unknown): Promise<HttpAnswer> =>
        client.send(method, filled, { ...authorized, headers: { 'idempotency-key': key }, body });
      const bodies: unknown[] = operation.body
        ? fc.sample(validOf(operation.body, known.fields), { numRuns: 60, seed: 7 })
        : [undefined];

      /* Rules of the service refuse some made-up inputs; a refusal stores nothing. */
      for (const body of bodies) {
        const answers = await Promise.all(Array.from({ length: parallel }, () => send(body)));
        const made = answers.filter(({ status }) => status === (operation.http?.status ?? 200));
        if (made.length === 0) {
          for (const { status } of answers) expect([400, 404, 409, 422]).toContain(status);
          continue;
        }
        for (const { status } of answers) expect([made[0]!.status, 409]).toContain(status);
        const [first] = made;
        for (const each of [...made, await send(body), await send(body)])
          expect([each.status, each.body]).toEqual([first!.status, first!.body]);
        const other = bodies.find((each) => JSON.stringify(each) !== JSON.stringify(body));
        if (other !== undefined) expect((await send(other)).status).toBe(422);
        return;
      }
      throw new Error(`None of ${bodies.length} inputs made anything; teach known/ what ${path} needs`);
    },
  );

  it('Idempotency-Key: more than twenty creating operations are repeated', () =>
    expect(creating.length).toBeGreaterThan(20));
});
