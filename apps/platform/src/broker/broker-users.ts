import { join } from 'node:path';
import { type BrokerKey, brokerKeys, type BrokerUser, type GateOptions, issuerKey } from '@argus/embedded';
import { grantsOf, KEEPER, keeperGrants, systemGrants } from '@argus/messaging';
import { secretsDirectory } from '@argus/service-kit';
import { services } from '../services.js';
import { keeperTraffic, trafficOf } from './traffic.js';

export const traffic = services.map(trafficOf);

/** The keeper's second name, in the broker's own account. */
const SYSTEM = 'system';
/** Who connects to the broker: every service, and the keeper. */
const names = [...services.map(({ name }) => name), KEEPER, SYSTEM];

export interface BrokerKeys {
  readonly of: Readonly<Record<string, BrokerKey>>;
  /** As which the keeper connects to the broker's own account. */
  readonly system: BrokerKey;
  /** With which the keeper signs whom to let in. */
  readonly issuer: BrokerKey;
}

/** Returns the installation's keys; makes those that are missing. */
export function keysIn(settings: { readonly DATA_DIR: string }): BrokerKeys {
  const folder = join(secretsDirectory(settings), 'nats');
  const { [SYSTEM]: system, ...of } = brokerKeys(folder, names);
  return { of, system: system!, issuer: issuerKey(folder, 'issuer') };
}

/** Returns the users of the broker with the least rights that each needs. */
export const usersWith = ({ of }: BrokerKeys): BrokerUser[] => [
  ...traffic.map((service) => ({
    nkey: of[service.name]!.publicKey,
    permissions: grantsOf(service, [...traffic, keeperTraffic]),
  })),
  { nkey: of[KEEPER]!.publicKey, permissions: keeperGrants(traffic, keeperTraffic) },
];

/** How the broker asks the keeper about everybody else. */
export const gateWith = ({ system, issuer }: BrokerKeys): GateOptions => ({
  issuer: issuer.publicKey,
  system: { nkey: system.publicKey, permissions: systemGrants },
});
