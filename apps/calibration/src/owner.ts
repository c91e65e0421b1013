import type { CallContext } from '@argus/contracts';

/**
 * Whose things a caller sees: those of the account, or the common ones of everybody who comes without a token. Names that
 * clients choose for candidates are names within an owner.
 */
export const ownerOf = ({ principal }: CallContext): string =>
  principal ? `${principal.family}:${principal.accountId}` : '';
