import { createHash } from 'node:crypto';
import { addressPrefix, type Principal } from '@argus/contracts';

/** Returns the limit key of an account. */
export const keyOfPrincipal = ({ family, accountId }: Principal): string => `${family}:${accountId}`;

const NAMES = ['email', 'username', 'refresh', 'refresh_token'] as const;

/**
 * Returns the limit key of a log-in: account and address, so that people behind one address do not lock each other out. The
 * key is hashed: the table of limits must hold neither names nor tokens.
 */
export function keyOfLogin(address: string, body: Readonly<Record<string, unknown>> | undefined): string {
  const named =
    NAMES.map((name) => body?.[name]).find((value): value is string => typeof value === 'string') ?? '';
  const account = named.trim().toLowerCase();
  return createHash('sha256')
    .update(`${addressPrefix(address)}\0${account}`)
    .digest('base64url');
}
