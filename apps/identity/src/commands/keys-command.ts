import { operator } from '../audit/audit-log.js';
import { readCommandLine } from './command-line.js';
import type { CommandWork } from './operator-identity.js';

export const keysUsage = `Usage: npm run keys -- rotate

Has the next key sign access tokens as soon as every gateway knows it, at most eleven minutes from now. Tokens that the
old one signed stay good until they expire.`;

/** Rotates the signing keys. @throws UsageError */
export function keysCommand(typed: readonly string[]): CommandWork {
  readCommandLine('keys', { rotate: { words: [], options: {} } }, typed);
  return async ({ signingKeys }) => {
    const signsFrom = await signingKeys.rotate(new Date(), operator);
    return `The next key signs from ${signsFrom.toISOString()} on.`;
  };
}
