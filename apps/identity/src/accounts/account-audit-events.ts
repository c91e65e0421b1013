import type { AuditAction, AuditDetails } from '../audit/audit-event.entity.js';
import type { EndReason } from '../sessions/session.entity.js';
import type { Account } from '../directory/account.entity.js';

export const isActiveAdmin = ({ role, is_active }: Account): boolean => role === 'admin' && is_active;

const profileFields = [
  'email',
  'first_name',
  'last_name',
  'department',
  'phone_number',
  'bio',
  'picture_url',
] as const;

interface ChangeEvent {
  readonly action: AuditAction;
  readonly details?: AuditDetails;
}

/** Returns the audit events of a change of an account. */
export function auditEventsBetween(before: Account, after: Account): ChangeEvent[] {
  const events: ChangeEvent[] = [];
  if (before.is_active !== after.is_active)
    events.push({ action: after.is_active ? 'account-activated' : 'account-deactivated' });
  if (before.role !== after.role)
    events.push({ action: 'role-changed', details: { from: before.role, to: after.role } });
  if (before.password_hash !== after.password_hash) events.push({ action: 'password-changed' });
  const profile = profileFields.filter((name) => before[name] !== after[name]);
  if (profile.length > 0) events.push({ action: 'account-changed', details: { fields: profile.join(' ') } });
  return events;
}

/** Returns why a change ends the account's sessions; undefined if it does not. */
export function reasonToEndSessions(before: Account, after: Account): EndReason | undefined {
  if (before.is_active && !after.is_active) return 'deactivated';
  if (before.role !== after.role) return 'role-changed';
  if (before.password_hash !== after.password_hash) return 'password-changed';
  return undefined;
}
