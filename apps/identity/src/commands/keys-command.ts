import { operator } from '../audit/audit-log.service.js';
import { readCommandLine } from './command-line.js';
import type { CommandWork } from './operator-identity.module.js';

export const keysUsage = `Usage: npm run keys -- rotate [--leaked] | rotate-data | database | bus <service> | cluster <file> | compose <folder>

Rotates the key that signs access tokens. The next key signs as soon as every gateway knows it, at most eleven minutes from
now. Tokens of the old key stay valid until they expire. With --leaked every key is withdrawn and a new one signs at once: access tokens that
were signed before are refused within seconds, and clients refresh.

npm run keys -- bus <service> prints the keys of a service on the bus (BUS_KEYS).

npm run keys -- cluster <file> writes the Secrets that the chart for Kubernetes expects, compose <folder> the files of docker/compose.yaml.

npm run keys -- database makes the logins of the services by the owner's DATABASE_URL, as the launcher does at its start.

npm run keys -- rotate-data replaces the key of the installation that wraps the data keys (DATA_KEY_FILE), also while the platform runs. Killed,
it goes on when it is run again. Keep the former key with the backups that were made under it.`;

/** Rotates the signing keys. @throws UsageError */
export function keysCommand(typed: readonly string[]): CommandWork {
  const { options } = readCommandLine('keys', { rotate: { words: [], options: { leaked: 'flag' } } }, typed);
  return async ({ signingKeys }) => {
    if (options.leaked) {
      await signingKeys.replaceAll(new Date(), operator);
      return 'Every former key is withdrawn. A new one signs from now on; clients refresh their access tokens.';
    }
    const signsFrom = await signingKeys.rotate(new Date(), operator);
    return `The next key signs from ${signsFrom.toISOString()} on.`;
  };
}
