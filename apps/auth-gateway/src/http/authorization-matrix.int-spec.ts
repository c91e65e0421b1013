import { type AnyOperation, contracts } from '@argus/contracts';
import { createDatabase, type TestDatabase } from '@argus/testing/postgres';
import {
  type Decision,
  decisionOnRole,
  decisionOnStranger,
  rolesOf,
  strangers,
} from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleOf } from '../openapi/examples.js';
import { type RunningGateway, startGateway, strangerToken, tokenOf } from '../testing/gateway.fixture.js';

/*
 * Asks every operation of the catalogue as every kind of caller, through the gateway, with echoing services behind it. The
 * matrix is made from the contracts, so a new operation is covered without a new line.
 */
const operations = contracts.flatMap(({ family, operations: all }) =>
  Object.values(all).flatMap((operation) =>
    operation.http ? [{ family, operation, ...operation.http }] : [],
  ),
);

let testDatabase: TestDatabase;
let gateway: RunningGateway;
/* The same gateway, with enforced roles of TechTrack. */
let strictGateway: RunningGateway;

beforeAll(async () => {
  testDatabase = await createDatabase();
  const served = {
    contracts,
    /* One answer fits every operation, streamed ones included. */
    answer: () => ({ reached: true, bytes: new Uint8Array(), media_type: 'application/octet-stream' }),
  };
  gateway = await startGateway(testDatabase.url, { RATE_LIMIT_FACTOR: '100000' }, served);
  strictGateway = await startGateway(
    testDatabase.url,
    { RATE_LIMIT_FACTOR: '100000', ENFORCE_ROLES: 'techtrack' },
    served,
  );
});

let decisions = 0;

afterAll(async () => {
  process.stderr.write(`Authorization matrix: ${operations.length} operations, ${decisions} decisions\n`);
  await gateway.stop();
  await strictGateway.stop();
  await testDatabase.drop();
});

/** Returns `in` if the service was reached, else the status with which the gateway refused. */
async function ask(
  operation: AnyOperation,
  token: string | undefined,
  id = '999999',
  at = gateway,
): Promise<Decision | 'neither'> {
  decisions++;
  const { method, path, status } = operation.http!;
  const { statusCode } = await at.server.inject({
    method,
    url: path.replaceAll(/\{\w+\}/g, id),
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(operation.body && { payload: exampleOf(operation.body) as object }),
  });
  if (statusCode === 401 || statusCode === 403) return statusCode;
  /* The content type is checked after the caller. */
  return [status ?? 200, 400, 404, 415, 422].includes(statusCode) ? 'in' : 'neither';
}

describe.each(operations)('$family $method $path', ({ family, operation }) => {
  it.each(strangers)(`authorization of ${operation.subject}: %s`, async (stranger) => {
    const decision = await ask(operation, await strangerToken(stranger, family));
    /* A public operation may itself answer refused input with 401. */
    const own = Object.values(operation.errors ?? {}).some(({ status }) => status === 401);
    const expected = decisionOnStranger(operation, family, stranger);
    if (expected === 'in' && own) expect(['in', 401]).toContain(decision);
    else expect(decision).toBe(expected);
  });

  const roles = rolesOf[family];
  if (roles.length > 0) {
    it.each(roles)(
      `authorization of ${operation.subject}: role %s, on others and on itself`,
      async (role) => {
        const token = await tokenOf(family, 42, role);
        expect(await ask(operation, token)).toBe(decisionOnRole(operation, role));
        expect(await ask(operation, token, '42')).toBe(decisionOnRole(operation, role, true));
        const rolesCount = family === 'techtrack';
        expect(await ask(operation, token, '999999', strictGateway)).toBe(
          decisionOnRole(operation, role, false, rolesCount),
        );
      },
    );
  }
});

it('authorization matrix: covers every operation of the catalogue', () => {
  expect(operations.length).toBeGreaterThan(50);
});
