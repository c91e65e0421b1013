export {
  authorizationOf,
  type BrokerPermissions,
  type BrokerUser,
  type GateOptions,
} from './nats/authorization.js';
export { type BrokerKey, brokerKeys, issuerKey } from './nats/broker-keys.js';
export { type MqttOptions, NatsServer, type NatsServerOptions } from './nats/nats-server.js';
export { type ClusterEntry, copyOfCluster, type CopiedSpan } from './postgres/cluster-copy.js';

export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './postgres/embedded-postgres.js';
export { type ErasureLog, quietenCopy, readErasures, replayErasures } from './postgres/erasure-log.js';
export { AlreadyRunning, EmbeddedPostgresError } from './postgres/owner-lock.js';
