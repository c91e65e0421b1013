import { randomUUID } from 'node:crypto';
import { isCreating, shownOnceOf, tryParse } from '@argus/contracts';
import { checkSize, HttpClient, type HttpAnswer, type Platform, startPlatform } from '@argus/testing';
import { fuzzSettings, validOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Accounts } from './targets/accounts.js';
import { knownFor } from './known/index.js';
import { type ServedOperation, servedOperations } from './targets/operations.js';

/*
 * Calls every creating operation with an Idempotency-Key: one effect, the same bytes, and 422 for another input.
 *   npm run check:idempotency     100 rounds of 50 calls at once
 */
const { parallel } = fuzzSettings();
const ROUNDS = checkSize('IDEMPOTENCY_ROUNDS', 1);
/* An account may have so many keys, sessions and the like. */
const ROUNDS_OF_AN_ACCOUNT = 20;
const INPUTS_OF_A_ROUND = 60;
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
      for (let done = 0; done < ROUNDS;)
        done += await repeatedly(served, Math.min(ROUNDS - done, ROUNDS_OF_AN_ACCOUNT), 7 + done);
    },
    120_000 + ROUNDS * 20_000,
  );

  it('Idempotency-Key: more than twenty creating operations are repeated', () =>
    expect(creating.length).toBeGreaterThan(20));
});

/**
 * Creates up to so many rows as a new account, each by concurrent and repeated calls under one key. Returns how many; fewer where what the
 * account refers to may have no more.
 */
async function repeatedly(served: ServedOperation, rounds: number, seed: number): Promise<number> {
  const { family, operation, method, path } = served;
  const account = await accounts.make(family);
  const { token } = account;
  const known = await knownFor(served, { url: platform.url, account, accounts });
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => known.params[name]?.[0] ?? '1');
  const authorized = operation.access.kind === 'public' ? {} : { token };
  const inputs = rounds * INPUTS_OF_A_ROUND;
  /* Undefined where the contract refuses it: some made-up texts hold what no name may. */
  const readOf = (body: unknown): unknown => {
    const read = operation.body && tryParse(operation.body, body);
    return read && 'value' in read ? read.value : undefined;
  };
  const bodies: unknown[] = operation.body
    ? fc.sample(validOf(operation.body, known.fields), { numRuns: inputs, seed }).filter(readOf)
    : Array.from({ length: inputs });
  /* Two bodies mean the same when they differ in defaults only. */
  const meaningOf = (body: unknown): string => JSON.stringify(readOf(body) ?? null);
  let [made, refused] = [0, 0];
  /* Rules of the service refuse some made-up inputs; a refusal stores nothing. */
  for (const body of bodies) {
    const key = randomUUID();
    /* A busy machine answers 503, or 504 when it is late; the key makes it safe to ask again. */
    const send = async (what: unknown): Promise<HttpAnswer> => {
      const headers = { 'idempotency-key': key };
      const answer = await client.send(method, filled, { ...authorized, headers, body: what });
      return answer.status === 503 || answer.status === 504 ? send(what) : answer;
    };
    const answers = await Promise.all(Array.from({ length: parallel }, () => send(body)));
    const other = bodies.find((each) => meaningOf(each) !== meaningOf(body));
    if (await isOneEffect(served, answers, () => send(body))) {
      if (other !== undefined) expect((await send(other)).status).toBe(422);
      if (++made === rounds) return made;
      refused = 0;
    } else if (++refused === INPUTS_OF_A_ROUND) break;
  }
  if (made > 0) return made;
  throw new Error(`None of ${refused} inputs made anything; teach known/ what ${path} needs`);
}

/** Checks the answers to calls under one key: one of them shows what is shown once. Returns whether anything was made. */
async function isOneEffect(
  { operation }: ServedOperation,
  answers: readonly HttpAnswer[],
  again: () => Promise<HttpAnswer>,
): Promise<boolean> {
  const made = answers.filter(({ status }) => status === (operation.http?.status ?? 200));
  if (made.length === 0) {
    for (const { status } of answers) expect([400, 404, 409, 422]).toContain(status);
    return false;
  }
  const [first] = made;
  for (const { status } of answers) expect([first!.status, 409]).toContain(status);
  const repeated = [...made, await again(), await again()];
  const once = shownOnceOf((operation.reply ?? Object) as new () => unknown);
  for (const name of once)
    expect([name, repeated.filter(({ body }) => name in (body as object)).length]).toEqual([name, 1]);
  const shown = repeated.map(({ status, body }) => [status, without(once, body)]);
  for (const each of shown) expect(each).toEqual(shown[0]);
  return true;
}

const without = (names: readonly string[], body: unknown): unknown =>
  names.length === 0
    ? body
    : Object.fromEntries(Object.entries(body as object).filter(([name]) => !names.includes(name)));
