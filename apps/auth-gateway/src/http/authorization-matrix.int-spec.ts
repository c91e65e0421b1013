import { type AnyOperation, contracts } from '@argus/contracts';
import {
  createDatabase,
  type Decision,
  decisionOnRole,
  decisionOnStranger,
  rolesOf,
  strangers,
  type TestDatabase,
} from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleOf } from '../openapi/examples.js';
import { type Edge, startEdge, strangerToken, tokenOf } from '../testing/edge.fixture.js';

/*
 * Every operation of the catalogue against every kind of caller, at the edge, with answering machines behind it. Made from
 * the contracts: a new operation is in it without anyone adding a line.
 */
const operations = contracts.flatMap(({ family, operations: all }) =>
  Object.values(all).flatMap((operation) =>
    operation.http ? [{ family, operation, ...operation.http }] : [],
  ),
);

let place: TestDatabase;
let edge: Edge;
/* The same where the roles of TechTrack count. */
let strictEdge: Edge;

beforeAll(async () => {
  place = await createDatabase();
  const served = {
    contracts,
    /* The same for all; what an answer in pieces needs is there too. */
    answer: () => ({ reached: true, bytes: new Uint8Array(), media_type: 'application/octet-stream' }),
  };
  edge = await startEdge(place.url, { RATE_LIMIT_FACTOR: '100000' }, served);
  strictEdge = await startEdge(
    place.url,
    { RATE_LIMIT_FACTOR: '100000', ENFORCE_ROLES: 'techtrack' },
    served,
  );
});

let decisions = 0;

afterAll(async () => {
  process.stderr.write(`Authorization matrix: ${operations.length} operations, ${decisions} decisions\n`);
  await edge.stop();
  await strictEdge.stop();
  await place.drop();
});

/** Whether the service was reached, or the status that the edge answered instead. */
async function ask(
  operation: AnyOperation,
  token: string | undefined,
  id = '999999',
  at = edge,
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
  /* What a body says it is is looked at after who sends it. */
  return [status ?? 200, 400, 404, 415, 422].includes(statusCode) ? 'in' : 'neither';
}

describe.each(operations)('$family $method $path', ({ family, operation }) => {
  it.each(strangers)('%s', async (stranger) => {
    const decision = await ask(operation, await strangerToken(stranger, family));
    /* An operation for everybody may answer 401 itself, to input that it words so. */
    const own = Object.values(operation.errors ?? {}).some(({ status }) => status === 401);
    const expected = decisionOnStranger(operation, family, stranger);
    if (expected === 'in' && own) expect(['in', 401]).toContain(decision);
    else expect(decision).toBe(expected);
  });

  const roles = rolesOf[family];
  if (roles.length > 0) {
    it.each(roles)('the role %s, on another one and on itself', async (role) => {
      const token = await tokenOf(family, 42, role);
      expect(await ask(operation, token)).toBe(decisionOnRole(operation, role));
      expect(await ask(operation, token, '42')).toBe(decisionOnRole(operation, role, true));
      const rolesCount = family === 'techtrack';
      expect(await ask(operation, token, '999999', strictEdge)).toBe(
        decisionOnRole(operation, role, false, rolesCount),
      );
    });
  }
});

it('covers every operation of the catalogue', () => {
  expect(operations.length).toBeGreaterThan(50);
});
