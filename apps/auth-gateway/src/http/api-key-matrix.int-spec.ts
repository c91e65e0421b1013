import { createHash } from 'node:crypto';
import { type AnyOperation, apiKeyScopes, apiKeyTrustContract, contracts } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import { decisionOnRole, rolesOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleOf } from '../openapi/examples.js';
import { apiKeyTable } from '../testing/api-key-table.js';
import { type RunningGateway, startGateway } from '../testing/gateway.fixture.js';

/*
 * Asks every operation with a key of every single scope, of makers of every role, through the gateway. Services behind it echo. What
 * is allowed stands in a table of its own; an operation that is not in it fails.
 */
const operations = contracts.flatMap(({ family, operations: all }) =>
  Object.values<AnyOperation>(all).flatMap((operation) =>
    operation.http ? [{ family, operation, ...operation.http }] : [],
  ),
);
const ofAttendance = operations.filter(({ family }) => family === 'attendance');
const ofOthers = operations.filter(({ family }) => family !== 'attendance');

const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64');
const holders = new Map<string, { role: string; scopes: readonly string[] }>();
/** Returns a key as identity would know it. */
function keyOf(role: string, scopes: readonly string[]): string {
  const key = `argk_${'k'.repeat(8)}_${String(holders.size).padStart(43, '0')}`;
  holders.set(hashOf(key), { role, scopes });
  return key;
}

let testDatabase: TestDatabase;
let gateway: RunningGateway;
let decisions = 0;

beforeAll(async () => {
  testDatabase = await createDatabase();
  const answer = ({ subject }: AnyOperation, input: object): unknown => {
    if (subject !== apiKeyTrustContract.operations.identify.subject)
      return { reached: true, bytes: new Uint8Array(), media_type: 'application/octet-stream' };
    const { key_hash } = (input as { body: { key_hash: string } }).body;
    const holder = holders.get(key_hash);
    const rest = {
      family: 'attendance',
      account_id: 42,
      username: 'u',
      camera_id: null,
      expires_in_ms: null,
    };
    return { principal: holder ? { key_id: key_hash, ...rest, ...holder } : null };
  };
  gateway = await startGateway(testDatabase.url, { RATE_LIMIT_FACTOR: '100000' }, { contracts, answer });
});
afterAll(async () => {
  process.stderr.write(`API keys: ${ofAttendance.length} operations, ${decisions} decisions\n`);
  await gateway.stop();
  await testDatabase.drop();
});

/** Returns `in` if the key was admitted, else the refusal. */
async function ask(operation: AnyOperation, key: string): Promise<string | number> {
  decisions++;
  const { method, path } = operation.http!;
  const { statusCode, body } = await gateway.server.inject({
    method,
    url: path.replaceAll(/\{\w+\}/g, '999999'),
    headers: { 'x-api-key': key },
    ...(operation.body && { payload: exampleOf(operation.body) as object }),
  });
  if (statusCode === 403 && body.includes('Authorization: Bearer')) return 'needs a session';
  return statusCode === 401 || statusCode === 403 || statusCode >= 500 ? statusCode : 'in';
}

it('API keys: the table names exactly the operations of attendance, and only scopes that a key may have', () => {
  expect(Object.keys(apiKeyTable).sort()).toEqual(
    ofAttendance.map(({ operation }) => operation.subject).sort(),
  );
  const scopes = Object.values(apiKeyTable).filter((need) => !['public', 'session'].includes(need));
  expect([...new Set(scopes)].sort()).toEqual([...apiKeyScopes].sort());
});

const makers = rolesOf.attendance.map((role) => ({
  role,
  single: apiKeyScopes.map((scope) => ({ scope, key: keyOf(role, [scope]) })),
  all: keyOf(role, apiKeyScopes),
}));

describe.each(makers)('API keys of $role', ({ role, single, all }) => {
  it.each(ofAttendance)(
    `API key of ${role}: $operation.subject is reached by its own scope alone`,
    async ({ operation }) => {
      const need = apiKeyTable[operation.subject];
      const otherwise = need === 'public' ? 'in' : need === 'session' ? 'needs a session' : 403;
      const own = otherwise === 403 ? decisionOnRole(operation, role) : otherwise;
      for (const { scope, key } of single)
        expect([scope, await ask(operation, key)]).toEqual([scope, scope === need ? own : otherwise]);
      expect(await ask(operation, all)).toBe(own);
    },
  );
});

it('API keys: no operation of another family takes one', async () => {
  const key = makers[0]!.all;
  for (const { operation } of ofOthers) {
    const { access } = operation;
    const isOpen = access.kind === 'public' || (access.kind === 'authenticated' && access.anonymousInCompat);
    const decision = await ask(operation, key);
    /* A public operation may itself answer refused input with 401. */
    if (isOpen) expect([operation.subject, 'in', 401]).toContain(decision);
    else expect([operation.subject, decision]).toEqual([operation.subject, 401]);
  }
});
