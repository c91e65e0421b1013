import { randomBytes } from 'node:crypto';
import { type BusKeys, busKeysOf } from './bus-keys.js';

/** Returns keys of services that all call each other; `gateway` speaks for clients. */
export function keysAmong(names: readonly string[], gateway: string): (name: string) => BusKeys {
  const secret = randomBytes(32);
  const graph = Object.fromEntries(names.map((name) => [name, names]));
  return (name) => busKeysOf(secret, name, { gateway, graph });
}
