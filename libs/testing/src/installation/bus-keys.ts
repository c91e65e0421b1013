import { type AnyOperation, contracts } from '@argus/contracts';
import type { BusKeys } from '@argus/messaging';
import { busKeysIn } from '@argus/service-kit';

export const GATEWAY = 'auth-gateway';

interface Caller {
  readonly name: string;
  readonly calls?: readonly AnyOperation[];
}

/** Returns the keys with which the gateway calls every service, these callers what they declare, and services answer them. */
export function busKeysOfInstallation(
  dataDirectory: string,
  callers: readonly Caller[] = [],
): (service: string) => BusKeys {
  const everything = contracts.flatMap(({ operations }) => Object.values<AnyOperation>(operations));
  const named = [GATEWAY, ...callers.map(({ name }) => name)];
  const others = contracts.map(({ service }) => service).filter((service) => !named.includes(service));
  return busKeysIn({ DATA_DIR: dataDirectory }, [
    { name: GATEWAY, listener: true, calls: everything },
    ...callers,
    ...[...new Set(others)].map((name) => ({ name })),
  ]);
}
