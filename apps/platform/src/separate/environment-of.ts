import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, platformSettings, secretFiles, type ServiceDefinition } from '@argus/service-kit';

/* What Node, the system's libraries and the models' runtimes read. Settings of Argus are known by their specs. */
const ofTheSystem =
  /^(PATH|HOME|USER|TMPDIR|TZ|LANG|LC_\w+|LD_LIBRARY_PATH|SSL_CERT_(FILE|DIR)|NODE_(ENV|OPTIONS|EXTRA_CA_CERTS)|UV_THREADPOOL_SIZE|MALLOC_\w+|(CUDA|NVIDIA|TF|VIPS|OTEL|XDG)_\w+)$/;

/** Told to no service: only the launcher makes logins, makes streams and judges devices. */
const ofTheLauncher: readonly string[] = [
  'DATABASE_LOGINS_DIR',
  'DATABASE_MIGRATION_URL',
  'NATS_KEEPER_NKEY',
  'NATS_SYSTEM_NKEY',
  'NATS_ISSUER_NKEY',
];

/** What the launcher gives a service besides the settings of the installation. */
export interface Handover {
  readonly databaseUrl: string | undefined;
  readonly natsUrl: string;
  /** Of this service only. */
  readonly busKeys: string;
  /** The service's own key for the broker; undefined where the address names a user. */
  readonly natsKey: string | undefined;
  /** The installation's folder. */
  readonly dataDirectory: string;
}

/**
 * Returns what a service's process is told: the settings that it declares, and its own credentials. One that seals nothing learns neither
 * where the installation's folder nor where the data key is: its folder is a place of its own, which it never makes.
 */
export function environmentOf(
  { name, settings, sealingLabel }: ServiceDefinition,
  environment: Environment,
  { databaseUrl, natsUrl, natsKey, busKeys, dataDirectory }: Handover,
): Environment {
  const declared = new Set(
    [platformSettings, settings]
      .flatMap(({ variables }) => Object.keys(variables))
      .filter((variable) => !ofTheLauncher.includes(variable))
      .concat(secretFiles([settings])),
  );
  const told = Object.entries(environment).filter(
    ([variable]) => declared.has(variable) || ofTheSystem.test(variable),
  );
  const seals = sealingLabel !== null;
  return {
    ...Object.fromEntries(told),
    DATA_DIR: seals ? dataDirectory : join(tmpdir(), `argus-${name}-${process.pid}`),
    DATA_KEY_FILE: seals ? environment.DATA_KEY_FILE : undefined,
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    BUS_KEYS: busKeys,
    NATS_NKEY: natsKey,
    /* The port of the settings is taken by the launcher; the services log their own. */
    OPERATIONS_PORT: '0',
  };
}
