export {
  type BrokerPermissions,
  type BrokerUser,
  type MqttOptions,
  NatsServer,
  type NatsServerOptions,
} from './nats/nats-server.js';
export { type BrokerKey, brokerKeys } from './nats/broker-keys.js';
export { type ClusterEntry, copyOfCluster, type CopiedSpan } from './postgres/cluster-copy.js';

export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './postgres/embedded-postgres.js';
export { type ErasureLog, readErasures, replayErasures } from './postgres/erasure-log.js';
export { AlreadyRunning, EmbeddedPostgresError } from './postgres/owner-lock.js';
