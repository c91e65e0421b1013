import { hkdfSync } from 'node:crypto';

/** The keys of one service on the bus: one for each service that it calls and for each that calls it. */
export interface BusKeys {
  readonly service: string;
  /** The service that proves who the client is. No other is believed to speak for one. */
  readonly gateway: string;
  /** By the service called. */
  readonly calls: Readonly<Record<string, Uint8Array>>;
  /** By the service that calls. */
  readonly answers: Readonly<Record<string, Uint8Array>>;
}

/** Who calls whom: the names of the services that a service calls. */
export type CallGraph = Readonly<Record<string, readonly string[]>>;

export const BUS_KEY_BYTES = 32;

/**
 * Derives the keys of a service from the secret of the installation. Each caller has another key with each service that it calls, so
 * that a service can forge calls of its own only.
 */
export function busKeysOf(
  secret: Uint8Array,
  service: string,
  { gateway, graph }: { readonly gateway: string; readonly graph: CallGraph },
): BusKeys {
  const key = (caller: string, callee: string): Uint8Array =>
    new Uint8Array(
      hkdfSync('sha256', secret, new Uint8Array(), `argus/bus/${caller}/${callee}`, BUS_KEY_BYTES),
    );
  const callees = graph[service] ?? [];
  const callers = Object.keys(graph).filter((caller) => graph[caller]!.includes(service));
  return {
    service,
    gateway,
    calls: Object.fromEntries(callees.map((callee) => [callee, key(service, callee)])),
    answers: Object.fromEntries(callers.map((caller) => [caller, key(caller, service)])),
  };
}
