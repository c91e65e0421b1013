import type { AuditAction, AuditDetails } from '../audit/audit-event.entity.js';
import type { EndReason } from '../sessions/session.entity.js';
import type { Account } from '../directory/account.entity.js';

export const isActiveAdmin = ({ role, isActive }: Account): boolean => role === 'admin' && isActive;

/* Kept events name the fields in snake case. */
const profileFields = [
  ['email', 'email'],
  ['firstName', 'first_name'],
  ['lastName', 'last_name'],
  ['department', 'department'],
  ['phoneNumber', 'phone_number'],
  ['bio', 'bio'],
  ['pictureUrl', 'picture_url'],
] as const;

interface ChangeEvent {
  readonly action: AuditAction;
  readonly details?: AuditDetails;
}

/** Returns the audit events of a change of an account. */
export function auditEventsBetween(before: Account, after: Account): ChangeEvent[] {
  const events: ChangeEvent[] = [];
  if (before.isActive !== after.isActive)
    events.push({ action: after.isActive ? 'account-activated' : 'account-deactivated' });
  if (before.role !== after.role)
    events.push({ action: 'role-changed', details: { from: before.role, to: after.role } });
  if (before.passwordHash !== after.passwordHash) events.push({ action: 'password-changed' });
  const changed = profileFields.filter(([property]) => before[property] !== after[property]);
  const fields = changed.map(([, name]) => name).join(' ');
  if (fields) events.push({ action: 'account-changed', details: { fields } });
  return events;
}

/** Returns why a change ends the account's sessions; undefined if it does not. */
export function reasonToEndSessions(before: Account, after: Account): EndReason | undefined {
  if (before.isActive && !after.isActive) return 'deactivated';
  if (before.role !== after.role) return 'role-changed';
  if (before.passwordHash !== after.passwordHash) return 'password-changed';
  return undefined;
}
