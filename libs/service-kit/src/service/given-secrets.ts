import type { ServiceDefinition } from '../definition/service-definition.js';
import type { PlatformSettings } from '../settings/platform-settings.js';
import { StartError } from '../settings/start-error.js';

/** Throws StartError for a replica of a cluster that would make a data key of its own: what it sealed, no other could open. */
export function assertGivenSecrets(
  definitions: readonly ServiceDefinition[],
  { DEPLOYMENT, DATA_KEY_FILE }: Pick<PlatformSettings, 'DEPLOYMENT' | 'DATA_KEY_FILE'>,
): void {
  if (DEPLOYMENT !== 'cluster' || DATA_KEY_FILE !== undefined) return;
  const sealing = definitions.filter(
    ({ schema, sealingLabel }) => schema !== undefined && sealingLabel !== null,
  );
  if (sealing.length === 0) return;
  throw new StartError(
    `${sealing.map(({ name }) => name).join(', ')} needs DATA_KEY_FILE with DEPLOYMENT=cluster: all replicas seal with one key. Make one with \`openssl rand -base64 32\`, and keep a copy.`,
  );
}
