import { type AnyOperation, contracts, faceContract } from '@argus/contracts';
import { expect, it } from '@jest/globals';
import { callLimits, categoryOf, documentedLimits } from './categories.js';

it('categoryOf: asking for an enrolment or a verification does not count in "general"', () => {
  const { enrolStatus, verifyStatus, bulkStatus, verify } = faceContract.operations;
  for (const operation of [enrolStatus, verifyStatus, bulkStatus])
    expect(categoryOf(operation, 'attendance')).toBe('task-status');
  expect(categoryOf(verify, 'attendance')).toBe('face-verification');
});

it('categoryOf: every operation with a route has a limit', () => {
  const routes = contracts.flatMap(({ family, operations }) =>
    Object.values<AnyOperation>(operations)
      .filter(({ http }) => http)
      .map((operation) => [operation.subject, categoryOf(operation, family)] as const),
  );
  const known = ['calls', ...Object.keys(documentedLimits)];
  expect(routes.filter(([, category]) => !known.includes(category))).toEqual([]);
  expect(routes.length).toBeGreaterThan(150);
  expect(callLimits.stranger.requests).toBeLessThan(callLimits.account.requests);
});
