import { type CallContext, DomainError, type Principal } from '@argus/contracts';

/** @throws DomainError NOT_AUTHENTICATED */
export function callerOf({ principal }: Pick<CallContext, 'principal'>): Principal {
  if (!principal) throw new DomainError('NOT_AUTHENTICATED');
  return principal;
}
