import { type CallContext, DomainError, type Principal } from '@argus/contracts';

/** Who asks; the gateway has proven it. */
export function callerOf({ principal }: CallContext): Principal {
  if (!principal) throw new DomainError('NOT_AUTHENTICATED');
  return principal;
}
