/** Who may call an operation; decided here per operation and tested from here. */
export type Access =
  | { readonly kind: 'internal' }
  | { readonly kind: 'public'; readonly refusesBadToken?: boolean }
  | {
      readonly kind: 'authenticated';
      readonly anonymousInCompat?: boolean;
      /** The roles that are let in where the family's roles count (ENFORCE_ROLES); every one where absent. */
      readonly optInRoles?: readonly string[];
    }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'self-or-roles'; readonly roles: readonly string[]; readonly param: string };

/** Only other services, over the bus; never bound to HTTP. */
export const internal = (): Access => ({ kind: 'internal' });

/** Anyone, without a token. */
export const anyone = (): Access => ({ kind: 'public' });

/** Anyone, but a token that comes along must be a good one (views that authenticate before they permit). */
export const anyoneButBadTokens = (): Access => ({ kind: 'public', refusesBadToken: true });

/** Any account of the contract's family with a valid token; where the family's roles count, those that hold one of these. */
export const authenticated = (...optInRoles: string[]): Access => ({
  kind: 'authenticated',
  ...(optInRoles.length > 0 && { optInRoles }),
});

/** The same where `SECURITY_PROFILE` is `strict`; in `compat` also anyone without a token, as the document promises. */
export const authenticatedWhenStrict = (): Access => ({ kind: 'authenticated', anonymousInCompat: true });

/** Accounts of the contract's family that hold one of the roles. */
export const roles = (...allowed: string[]): Access => ({ kind: 'roles', roles: allowed });

/**
 * The account that the path parameter names, or one of the roles. The parameter counts as the caller's own when it
 * equals the account's id or username; the service must resolve the same parameter to the same account.
 */
export const selfOr = (param: string, ...allowed: string[]): Access => ({
  kind: 'self-or-roles',
  roles: allowed,
  param,
});
