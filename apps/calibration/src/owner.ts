import type { CallContext } from '@argus/contracts';

/**
 * Returns the owner whose data a caller sees: their account, or one common owner for all callers without a token. Clients
 * choose candidate ids, so an id is unique only within an owner.
 */
export const ownerOf = ({ principal }: CallContext): string =>
  principal ? `${principal.family}:${principal.accountId}` : '';
