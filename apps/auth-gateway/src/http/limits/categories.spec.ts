import { type AnyOperation, contracts, faceContract, fieldsOf, isCreating } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
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

describe('operations that anyone may call with a password or a refresh token', () => {
  const open = contracts
    .flatMap(({ operations }) => Object.values(operations))
    .filter(({ http, access }) => http !== undefined && access.kind === 'public');
  const takes = (field: string) =>
    open.filter(({ body }) => body !== undefined && fieldsOf(body).some(({ name }) => name === field));

  it.each(takes('password').map((operation) => [operation.subject, operation] as const))(
    'limits: %s is limited, as a sign-up by address if it creates an account',
    (_, operation) => {
      expect(operation.limit).toBe(isCreating(operation) ? 'sign-up' : 'authentication');
    },
  );

  it.each(
    takes('refresh')
      .filter(({ reply }) => reply !== undefined && fieldsOf(reply).some(({ name }) => name === 'access'))
      .map((operation) => [operation.subject, operation] as const),
  )('limits: %s is limited as a refresh', (_, operation) => {
    expect(operation.limit).toBe('refresh');
  });
});
