import { createHash } from 'node:crypto';
import { addressPrefix, type Principal } from '@argus/contracts';

/** The account by whom a request is limited. */
export const keyOfPrincipal = ({ family, accountId }: Principal): string => `${family}:${accountId}`;

const NAMES = ['email', 'username', 'refresh', 'refresh_token'] as const;

/**
 * The account that a log-in is for, at its address: a campus behind one address must not lock itself out. Hashed, because
 * names of people and tokens have no place in the table of limits.
 */
export function keyOfLogin(address: string, body: Readonly<Record<string, unknown>> | undefined): string {
  const named =
    NAMES.map((name) => body?.[name]).find((value): value is string => typeof value === 'string') ?? '';
  const account = named.trim().toLowerCase();
  return createHash('sha256')
    .update(`${addressPrefix(address)}\0${account}`)
    .digest('base64url');
}
