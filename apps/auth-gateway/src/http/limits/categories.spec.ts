import { faceContract } from '@argus/contracts';
import { expect, it } from '@jest/globals';
import { categoryOf } from './categories.js';

it('categoryOf: asking for an enrolment or a verification does not count in "general"', () => {
  const { enrolStatus, verifyStatus, bulkStatus, verify } = faceContract.operations;
  for (const operation of [enrolStatus, verifyStatus, bulkStatus])
    expect(categoryOf(operation, 'attendance')).toBe('task-status');
  expect(categoryOf(verify, 'attendance')).toBe('face-verification');
});
