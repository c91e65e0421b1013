import { DomainError } from '@argus/contracts';
import type { Account } from '../directory/account.entity.js';
import type { Actor } from '../audit/audit-log.service.js';

/** The role that gives no right over other people. */
const ORDINARY = 'student';

/**
 * An API key gives nobody a role of more rights, through which it would outgrow its scopes, and changes no administrator.
 * @throws DomainError SESSION_REQUIRED
 */
export function assertKeyMayChange(
  { principal }: Actor,
  before: Pick<Account, 'role'> | undefined,
  { role }: Pick<Account, 'role'>,
): void {
  if (!principal?.scopes) return;
  const raises = role !== before?.role && role !== ORDINARY;
  if (raises || before?.role === 'admin') throw new DomainError('SESSION_REQUIRED');
}
