import { type ConsentView, instant, instantOrNull, type WithdrawalView } from '@argus/contracts';
import type { ListedConsent } from './consent.store.js';
import type { ListedWithdrawal } from './withdrawal.store.js';

export const consentView = (row: ListedConsent): ConsentView => ({
  id: row.id,
  employee_id: row.employeeId,
  purpose: row.purpose,
  statement: row.statement,
  given_at: instant(row.givenAt),
  given_by: row.givenBy,
  withdrawn_at: instantOrNull(row.withdrawnAt),
});

export const withdrawalView = (row: ListedWithdrawal): WithdrawalView => ({
  id: row.id,
  employee_id: row.employeeId,
  purpose: row.purpose,
  requested_at: instant(row.requestedAt),
  completed_at: instantOrNull(row.completedAt),
  certificate: row.certificate,
});
