import { addressPrefix, type CallContext } from '@argus/contracts';
import { createHash } from 'node:crypto';

/** Whose data a caller sees. Clients choose candidate ids, so an id is unique only within an owner. */
export interface Owner {
  /** The account; without a token the secret that was shown, else the address. */
  readonly name: string;
  /** By whom rows are counted: the account or the address. */
  readonly origin: string;
  readonly isStranger: boolean;
}

export function ownerOf({ principal, clientAddress, guest }: CallContext): Owner {
  if (principal) {
    const name = `${principal.family}:${principal.accountId}`;
    return { name, origin: name, isStranger: false };
  }
  const origin = clientAddress === undefined ? '' : `address:${hashOf(addressPrefix(clientAddress))}`;
  return { name: guest === undefined ? origin : `guest:${guest}`, origin, isStranger: true };
}

/** Rows name no address, so that a reader of one table does not learn where candidates are. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Condition in SQL for the rows of callers without a token. */
export const ofStrangers = `(owner = '' OR owner LIKE 'address:%' OR owner LIKE 'guest:%')`;
