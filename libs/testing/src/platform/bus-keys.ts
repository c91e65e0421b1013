import { contracts } from '@argus/contracts';
import type { BusKeys } from '@argus/messaging';
import { busKeysIn } from '@argus/service-kit';

export const GATEWAY = 'auth-gateway';

/** Returns the keys with which the services of an installation seal their calls on NATS. */
export const busKeysOfInstallation = (dataDirectory: string): ((service: string) => BusKeys) =>
  busKeysIn({ DATA_DIR: dataDirectory }, [
    { name: GATEWAY, listener: true },
    ...[...new Set(contracts.map(({ service }) => service))].map((name) => ({ name })),
  ]);
