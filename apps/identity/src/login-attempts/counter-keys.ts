import { createHash } from 'node:crypto';
import { addressPrefix, type Family, foldText } from '@argus/contracts';
import type { LoginName } from '../directory/account.store.js';
import { accountAllowance, type Allowance, addressAllowance, nameAllowance } from './allowance.js';

export interface LimitingCounter {
  readonly key: string;
  readonly allowance: Allowance;
}

/* Strangers choose the names: a digest bounds their length, and hides a password typed into the wrong field. */
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Returns the key of a name from all places that do not know its account. */
export const nameKey = (family: Family, name: string): string => `name/${family}/${digest(foldText(name))}`;

/** Returns the key of an account at an address; id 0 for a name without an account, which is known nowhere. */
export const placeKey = (family: Family, accountId: number, clientAddress: string | undefined): string =>
  `place/account/${family}/${accountId}/${addressPrefix(clientAddress)}`;

/** At a known place only failures made there count, by whatever name: nobody elsewhere or nearby keeps the owner out. */
export const countersAtKnownPlace = (place: string): readonly LimitingCounter[] => [
  { key: place, allowance: accountAllowance },
];

/**
 * Elsewhere a name is counted as it is typed, whether or not it has an account. Otherwise the refusals would tell which names
 * have one, or which two names have the same one.
 */
export function countersOfName(
  family: Family,
  { email, username = '' }: LoginName,
  clientAddress: string | undefined,
): readonly LimitingCounter[] {
  const name = nameKey(family, email ?? username);
  const address = addressPrefix(clientAddress);
  return [
    { key: `place/${name}/${address}`, allowance: accountAllowance },
    { key: name, allowance: nameAllowance(family) },
    { key: `address/${address}`, allowance: addressAllowance },
  ];
}
