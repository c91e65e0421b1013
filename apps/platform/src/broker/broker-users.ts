import { join } from 'node:path';
import { type BrokerKey, brokerKeys, type BrokerUser } from '@argus/embedded';
import { grantsOf, KEEPER, keeperGrants } from '@argus/messaging';
import { secretsDirectory } from '@argus/service-kit';
import { services } from '../services.js';
import { trafficOf } from './traffic.js';

export const traffic = services.map(trafficOf);

/** Who connects to the broker: every service, and the keeper of the streams. */
const names = [...services.map(({ name }) => name), KEEPER];

export type BrokerKeys = Readonly<Record<string, BrokerKey>>;

/** Returns the installation's keys; makes those that are missing. */
export const keysIn = (settings: { readonly DATA_DIR: string }): BrokerKeys =>
  brokerKeys(join(secretsDirectory(settings), 'nats'), names);

/** Returns the users of the broker with the least rights that each needs. */
export const usersWith = (keys: BrokerKeys): BrokerUser[] => [
  ...traffic.map((service) => ({
    nkey: keys[service.name]!.publicKey,
    permissions: grantsOf(service, traffic),
  })),
  { nkey: keys[KEEPER]!.publicKey, permissions: keeperGrants(traffic) },
];
