import { FORGETTABLE_AFTER_DAYS } from '@argus/persistence';
import { defineSettings, type SettingsOf } from './define-settings.js';
import { busKeys } from './bus-keys.js';
import { dataKeyFile } from './data-key.js';
import { dataDirectory } from './data-directory.js';
import {
  host,
  integer,
  natsUrl,
  issuerSeed,
  nkeySeed,
  path,
  port,
  postgresUrl,
  text,
  timeZone,
  url,
} from './setting-types.js';

/** Settings that every process of the platform understands. Scripts of operators depend on them. */
export const platformSettings = defineSettings('platform', {
  PORT: port({ default: 8000, desc: 'Port of the gateway, the only one that clients use' }),
  HOST: host({
    default: '127.0.0.1',
    desc: 'Address that the gateway listens on; 0.0.0.0 lets other machines in',
  }),
  PUBLIC_URL: url({
    default: undefined,
    desc: 'Address that clients use for the gateway, if it is not http://HOST:PORT',
  }),
  OPERATIONS_HOST: host({
    default: '127.0.0.1',
    desc: 'Address that the operations server listens on; only where a scraper or an orchestrator is',
  }),
  OPERATIONS_PORT: port({
    default: 9464,
    desc: 'Port of /healthz, /readyz and /metrics; keep it away from clients',
  }),
  DATA_DIR: dataDirectory({
    default: '.argus',
    desc: 'Folder of the embedded database, the keys and the files',
  }),
  DATABASE_URL: postgresUrl({
    default: undefined,
    secret: true,
    desc: 'PostgreSQL to use instead of the embedded one, e.g. postgres://argus:…@host/argus: for `npm start` the owner of the database, for a service on its own that service’s login',
  }),
  DATABASE_MIGRATION_URL: postgresUrl({
    default: undefined,
    secret: true,
    desc: 'Address of the same PostgreSQL past a pooler (PgBouncer 1.21 or later in transaction mode, with max_prepared_statements), for migrations: they need a session of their own',
  }),
  DATABASE_LOGINS_DIR: path({
    default: undefined,
    desc: 'Folder with the generated password of each service’s database login; DATA_DIR/secrets/database if not set',
  }),
  NATS_URL: natsUrl({
    default: undefined,
    secret: true,
    desc: 'NATS servers that connect the processes; without them everything runs in one process. nats://user:password@… for a user with all rights; tls:// insists on encryption',
  }),
  NATS_NKEY: nkeySeed({
    default: undefined,
    secret: true,
    desc: 'NKey as which this process connects; `npm run broker` makes one with least rights for each service',
  }),
  NATS_KEEPER_NKEY: nkeySeed({
    default: undefined,
    secret: true,
    desc: 'NKey of the keeper: a process that has it makes the streams for services that have a NATS_NKEY',
  }),
  NATS_SYSTEM_NKEY: nkeySeed({
    default: undefined,
    secret: true,
    desc: 'NKey as which the keeper disconnects devices whose rights ended',
  }),
  NATS_ISSUER_NKEY: issuerSeed({
    default: undefined,
    secret: true,
    desc: 'Account key with which the keeper lets devices in; with it and NATS_SYSTEM_NKEY a keeper judges devices',
  }),
  NATS_REPLICAS: integer({
    default: 1,
    min: 1,
    max: 5,
    desc: 'Copies of each stream that the keeper makes, in a cluster of NATS servers: 3 of 3 servers outlive one',
  }),
  NATS_CA_FILE: path({
    default: undefined,
    desc: 'PEM file of the authority of the NATS servers’ certificates, if the system does not know it; implies TLS',
  }),
  NATS_ANONYMOUS: text({
    choices: ['refused', 'allowed'],
    default: 'refused',
    desc: 'Whether to work with NATS servers that let everybody in without a name',
  }),
  BUS_KEYS: busKeys({
    default: undefined,
    secret: true,
    desc: 'Keys with which a service proves and seals its calls over NATS; `npm run keys -- bus <service>` prints them',
  }),
  DEPLOYMENT: text({
    choices: ['single', 'cluster'],
    default: 'single',
    desc: 'cluster is for several replicas: a process makes no secret of its own, so DATA_KEY_FILE and for the first start ADMIN_PASSWORD must be given, and runs no migration: `main.js migrate` of its service does, and without it the process does not start',
  }),
  SECURITY_PROFILE: text({
    choices: ['compat', 'strict'],
    default: 'compat',
    desc: 'compat behaves as the original documents say, strict prefers safety',
  }),
  DATA_KEY_FILE: dataKeyFile({
    default: undefined,
    desc: 'File with the key (32 bytes in base64) that seals templates and secrets; created in DATA_DIR/secrets if not set',
  }),
  AUDIT_RETENTION_DAYS: integer({
    default: undefined,
    min: FORGETTABLE_AFTER_DAYS,
    max: 36_500,
    desc: 'Days that audit events are kept; what is left still verifies. Without a value they are kept for ever. The launcher (or `npm run keys -- database`) tells it to the database, which refuses to delete younger ones',
  }),
  SITE_TIME_ZONE: timeZone({
    default: 'UTC',
    desc: 'Time zone of the site, e.g. Asia/Kolkata: its days, weeks and months count where a request names no other (`time_zone`). Rows keep their exact times, so a change shows the past by the days of the new zone; production plans keep the zone with which they were saved',
  }),
  LOG_LEVEL: text({
    choices: ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    default: 'info',
    desc: 'Least severe log line that is written',
  }),
  LOG_FORMAT: text({
    choices: ['auto', 'json', 'pretty'],
    default: 'auto',
    desc: 'Format of the log lines; auto is pretty on a terminal and JSON elsewhere',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: url({
    default: undefined,
    desc: 'OpenTelemetry collector (OTLP over HTTP) that receives the traces; without it none are recorded',
  }),
});

export type PlatformSettings = SettingsOf<typeof platformSettings>;
