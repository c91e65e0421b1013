export { type MqttOptions, NatsServer, type NatsServerOptions } from './nats/nats-server.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './postgres/embedded-postgres.js';
export { AlreadyRunning, EmbeddedPostgresError } from './postgres/owner-lock.js';
