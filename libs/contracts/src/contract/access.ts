/** Who may call an operation. The gateway enforces it; the authorization matrix tests every operation. */
export type Access =
  | { readonly kind: 'internal' }
  | { readonly kind: 'public'; readonly refusesBadToken?: boolean }
  | {
      readonly kind: 'authenticated';
      readonly anonymousInCompat?: boolean;
      /** Roles that may call where the family's roles are enforced (ENFORCE_ROLES); every role if absent. */
      readonly optInRoles?: readonly string[];
    }
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'self-or-roles'; readonly roles: readonly string[]; readonly param: string };

/** Only other services, over the bus. Such an operation has no HTTP route. */
export const internal = (): Access => ({ kind: 'internal' });

/** Anyone, without a token. */
export const anyone = (): Access => ({ kind: 'public' });

/** Anyone, but a token that is sent must be valid, as in the original views that authenticate first. */
export const anyoneButBadTokens = (): Access => ({ kind: 'public', refusesBadToken: true });

/** Any account of the contract's family with a valid token. Where roles are enforced, it needs one of these. */
export const authenticated = (...optInRoles: string[]): Access => ({
  kind: 'authenticated',
  ...(optInRoles.length > 0 && { optInRoles }),
});

/** Like `authenticated` if `SECURITY_PROFILE` is `strict`. In `compat` anyone may call without a token, as documented. */
export const authenticatedWhenStrict = (): Access => ({ kind: 'authenticated', anonymousInCompat: true });

/** Accounts of the contract's family that hold one of the roles. */
export const roles = (...allowed: string[]): Access => ({ kind: 'roles', roles: allowed });

/**
 * The account that the path parameter names, or an account with one of the roles. The parameter names the caller if it
 * equals their account's id or username; the service must resolve it to the same account.
 */
export const selfOr = (param: string, ...allowed: string[]): Access => ({
  kind: 'self-or-roles',
  roles: allowed,
  param,
});
