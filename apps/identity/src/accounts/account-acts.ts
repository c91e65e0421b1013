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

interface Act {
  readonly action: AuditAction;
  readonly details?: AuditDetails;
}

/** What a change of an account is, as the audit names it. */
export function actsBetween(before: Account, after: Account): Act[] {
  const acts: Act[] = [];
  if (before.is_active !== after.is_active)
    acts.push({ action: after.is_active ? 'account-activated' : 'account-deactivated' });
  if (before.role !== after.role)
    acts.push({ action: 'role-changed', details: { from: before.role, to: after.role } });
  if (before.password_hash !== after.password_hash) acts.push({ action: 'password-changed' });
  const profile = profileFields.filter((name) => before[name] !== after[name]);
  if (profile.length > 0) acts.push({ action: 'account-changed', details: { fields: profile.join(' ') } });
  return acts;
}

/** Why sessions must not go on after a change; undefined when they may. */
export function reasonToEndSessions(before: Account, after: Account): EndReason | undefined {
  if (before.is_active && !after.is_active) return 'deactivated';
  if (before.role !== after.role) return 'role-changed';
  if (before.password_hash !== after.password_hash) return 'password-changed';
  return undefined;
}
