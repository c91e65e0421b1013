import type { BrokerOptions } from '@argus/messaging';
import type { PlatformSettings } from './platform-settings.js';

export type BrokerSettings = Pick<
  PlatformSettings,
  | 'NATS_URL'
  | 'NATS_NKEY'
  | 'NATS_KEEPER_NKEY'
  | 'NATS_SYSTEM_NKEY'
  | 'NATS_ISSUER_NKEY'
  | 'NATS_CA_FILE'
  | 'NATS_ANONYMOUS'
>;

/** How to reach the broker; undefined without one. */
export const brokerOf = ({
  NATS_URL: servers,
  NATS_NKEY: nkey,
  NATS_CA_FILE: caFile,
  NATS_ANONYMOUS,
}: BrokerSettings): BrokerOptions | undefined =>
  servers === undefined ? undefined : { servers, nkey, caFile, anonymous: NATS_ANONYMOUS === 'allowed' };
