import { createHash } from 'node:crypto';
import { addressPrefix, type Family, foldText, type Principal, stripped } from '@argus/contracts';

/** Returns the limit key of an account. */
export const keyOfPrincipal = ({ family, accountId }: Principal): string => `${family}:${accountId}`;

/** Who asks for tokens, in the words of the body. */
export interface Claim {
  readonly email?: string;
  readonly username?: string;
  readonly refresh_hash?: string;
}

/** Returns what the body of a log-in or a refresh claims. A refresh token is only known by its hash, as to identity. */
export function claimOf(body: Readonly<Record<string, unknown>> | undefined): Claim {
  const textOf = (name: string): string | undefined => {
    const value = body?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const refresh = textOf('refresh');
  if (refresh !== undefined)
    return { refresh_hash: createHash('sha256').update(refresh).digest('base64url') };
  const email = textOf('email');
  return email !== undefined ? { email } : { username: textOf('username') ?? '' };
}

/**
 * Returns the limit key of a claim as it is worded: with the address, so that people behind one address do not lock each other out.
 * The key is hashed: the table of limits must hold neither names nor tokens.
 */
export const keyOfClaim = (
  address: string,
  family: Family,
  { email, username = '', refresh_hash }: Claim,
): string =>
  hashed(
    addressPrefix(address),
    family,
    refresh_hash ?? foldText(stripped(email ?? username)),
    refresh_hash ? 'token' : 'name',
  );

/** Returns the limit key of what identity found: an account counts at each address for itself, a session from all together. */
export const keyOfClaimant = (address: string, countedAs: string): string =>
  countedAs.startsWith('session/') ? hashed(countedAs) : hashed(addressPrefix(address), countedAs);

const hashed = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url');
