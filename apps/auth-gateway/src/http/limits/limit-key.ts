import { createHash } from 'node:crypto';
import type { Principal } from '@argus/contracts';
import ipaddr from 'ipaddr.js';

/** The account by whom a request is limited. */
export const keyOfPrincipal = ({ family, accountId }: Principal): string => `${family}:${accountId}`;

/** An address as far as one client has it: IPv6 networks hand out 64 bits to each. */
export function keyOfAddress(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : `${(parsed as ipaddr.IPv6).parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')}::/64`;
}

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
    .update(`${keyOfAddress(address)}\0${account}`)
    .digest('base64url');
}
