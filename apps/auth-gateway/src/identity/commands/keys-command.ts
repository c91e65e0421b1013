import { operator } from '../audit/audit-log.js';
import { OperatorError } from './operator-error.js';
import type { OperatorIdentity } from './operator-identity.js';

export const keysUsage = `Usage: npm run keys -- rotate

Has the next key sign access tokens as soon as every gateway knows it, at most eleven minutes from now. Tokens that the
old one signed stay good until they expire.`;

/** Rotates the signing keys and returns what to print. @throws OperatorError when not understood */
export async function keysCommand(
  words: readonly string[],
  { signingKeys }: OperatorIdentity,
): Promise<string> {
  if (words.join(' ') !== 'rotate') throw new OperatorError(keysUsage);
  const signsFrom = await signingKeys.rotate(new Date(), operator);
  return `The next key signs from ${signsFrom.toISOString()} on.`;
}
