import { type Place, ServiceReplica } from '@argus/testing/services';
import { identityService } from '../identity.definition.js';

/** Starts identity with a known password of the first administrator. */
export const startIdentity = (
  site?: Place,
  settings: Readonly<Record<string, string | undefined>> = {},
): Promise<ServiceReplica> =>
  ServiceReplica.start(identityService, {
    ...(site && { site }),
    settings: { ADMIN_PASSWORD: 'first admin of a test', ...settings },
  });
