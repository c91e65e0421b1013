export { type DeclaredBindings, declaredBindings } from './bindings/declared-bindings.js';
export { Entities, entitiesOf } from './bindings/entities.js';
export { Consumes, type EventConsumer, Follows } from './bindings/events.js';
export { Every } from './bindings/every.js';
export { Handles } from './bindings/handles.js';
export { type Worker, Works } from './bindings/works.js';
export type { Listener } from './definition/listener.js';
export type { ServiceDefinition } from './definition/service-definition.js';
export { defineSettings, type SettingsOf, type SettingsSpec } from './settings/define-settings.js';
export { brokerOf } from './settings/broker-settings.js';
export { type Keeper, keepBroker, type KeeperOptions } from './process/connect-bus.js';
export { keeperCaller } from './process/device-gate.js';
export { type PlatformSettings, platformSettings } from './settings/platform-settings.js';
export { type Environment, processEnvironment } from './settings/environment.js';
export { secretFiles } from './settings/secret-files.js';
export { readSettings, SettingsError } from './settings/read-settings.js';
export { makeDataDirectory } from './settings/data-directory.js';
export { settingType } from './settings/setting.js';
export {
  bool,
  email,
  host,
  integer,
  list,
  number,
  path,
  port,
  removed,
  text,
  url,
} from './settings/setting-types.js';
export { settingsTable } from './settings/settings-table.js';
export { createLogger, type Pino } from './logs/logger.js';
export { NestLogger } from './logs/nest-logger.js';
export { type EndedRequest, RequestLog } from './logs/request-log.js';
export { type CounterOf, type HistogramOf, Metrics } from './metrics/metrics.js';
export { type HistogramSpec, type MetricSpec, ProcessMetrics } from './metrics/process-metrics.js';
export type { Dependency } from './operations/readiness.js';
export { busConnector, sealedBus } from './process/connect-bus.js';
export { mapInChunks } from './process/map-in-chunks.js';
export {
  type ProcessControl,
  type ProcessHost,
  type ProcessOptions,
  type ReadyMessage,
  runProcess,
  type Workload,
} from './process/run-process.js';
export { runService } from './process/run-service.js';
export type { ServiceHost } from './service/service-host.js';
export { operatorWords } from './settings/operator-words.js';
export { diskFull, StartError } from './settings/start-error.js';
export { assertDatabaseUsable, waitForDatabase } from './service/wait-for-database.js';
export { reasonOf } from './service/wait-for-server.js';
export { generatedSecret } from './settings/generated-secret.js';
export { busKeysIn, formatBusKeys } from './settings/bus-keys.js';
export { databaseLogins, loginPasswords, type LoginOptions } from './settings/database-logins.js';
export { openDataKeys } from './service/open-data-keys.js';
export {
  addDataKey,
  dropFormerDataKeys,
  keyOfService,
  readDataKey,
  secretsDirectory,
  wrappingKeys,
} from './settings/data-key.js';
export type { RunningService } from './service/running-service.js';
export { type RunningServices, startServices } from './service/start-services.js';
export { openRequestSpan, type RequestSpan } from './tracing/request-span.js';
export { BusErrorFilter } from './transport/bus-error.filter.js';
export { BusTransport } from './transport/bus-transport.js';
