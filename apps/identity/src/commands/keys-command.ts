import { operator } from '../audit/audit-log.service.js';
import { readCommandLine } from './command-line.js';
import type { CommandWork } from './operator-identity.module.js';

export const keysUsage = `Usage: npm run keys -- rotate

Rotates the key that signs access tokens. The next key signs as soon as every gateway knows it, at most eleven minutes from
now. Tokens of the old key stay valid until they expire.

npm run keys -- bus <service> prints the keys of a service on the bus (BUS_KEYS).`;

/** Rotates the signing keys. @throws UsageError */
export function keysCommand(typed: readonly string[]): CommandWork {
  readCommandLine('keys', { rotate: { words: [], options: {} } }, typed);
  return async ({ signingKeys }) => {
    const signsFrom = await signingKeys.rotate(new Date(), operator);
    return `The next key signs from ${signsFrom.toISOString()} on.`;
  };
}
