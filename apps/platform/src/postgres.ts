import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AlreadyRunning, EmbeddedPostgres, EmbeddedPostgresError } from '@argus/embedded';
import {
  assertDatabaseUsable,
  databaseLogins,
  type Dependency,
  type LoginOptions,
  makeDataDirectory,
  type PlatformSettings,
  type ProcessControl,
  type ServiceDefinition,
  StartError,
  waitForDatabase,
} from '@argus/service-kit';
import { Supervisor } from './supervision/supervisor.js';

export interface Postgres {
  /** Of the owner, who makes the logins of the services. No service gets it. */
  readonly url: string;
  /** For readiness; none for a server that other people keep running: the services report that one. */
  readonly dependencies: readonly Dependency[];
  stop(): Promise<void>;
}

/** Returns the PostgreSQL that the settings name, or keeps one running in the data folder. */
export async function postgresFor(settings: PlatformSettings, control: ProcessControl): Promise<Postgres> {
  if (settings.DATABASE_URL !== undefined)
    return { url: settings.DATABASE_URL, dependencies: [], stop: () => Promise.resolve() };
  let server: EmbeddedPostgres | undefined;
  const supervisor = new Supervisor(
    {
      name: 'PostgreSQL',
      start: async (ended) => {
        if (server) await server.restart();
        else server = await startIn(settings);
        server.onEnd(() => ended('nothing listening on its port any more'));
        return server.url;
      },
      stop: async () => server?.stop(),
    },
    control,
  );
  const url = await supervisor.start();
  return { url, dependencies: [supervisor], stop: () => supervisor.stop() };
}

/** What the launcher tells the keeper of the audit: operators' commands may run without the setting. */
export const keptDaysOf = ({ AUDIT_RETENTION_DAYS }: PlatformSettings): number | null =>
  AUDIT_RETENTION_DAYS ?? null;

/** Returns the URL by which the service of a schema logs in. Waits for a PostgreSQL that does not answer yet. */
export function loginsFor(
  { url }: Postgres,
  settings: PlatformSettings,
  services: readonly ServiceDefinition[],
  signal: AbortSignal,
): Promise<(schema: string) => string> {
  const schemas = services.flatMap(({ schema }) => schema ?? []);
  return waitForDatabase(url, 'to make the logins of the services', (onWaiting) =>
    databaseLogins(url, settings, schemas, {
      waiting: { signal, onWaiting },
      keptDays: keptDaysOf(settings),
    }),
  );
}

/** Calls `work` with the login of a schema's service; see `withLogins`. */
export const withPostgres = <T>(
  settings: PlatformSettings,
  schema: string,
  work: (url: string) => Promise<T>,
): Promise<T> => withLogins(settings, [schema], (urlOf) => work(urlOf(schema)));

/**
 * Calls `work` with the logins of services to the PostgreSQL of the running platform, or to one that runs only during the work.
 */
export async function withLogins<T>(
  settings: PlatformSettings,
  schemas: readonly string[],
  work: (urlOf: (schema: string) => string) => Promise<T>,
  options: LoginOptions = {},
): Promise<T> {
  return withServer(settings, async (url) => work(await databaseLogins(url, settings, schemas, options)));
}

/**
 * Calls `work` with the owner's URL of the PostgreSQL of the running platform, or of one that runs only during the work.
 * @throws StartError where there is no installation: a new one would answer every question with nothing
 */
export async function withServer<T>(
  settings: PlatformSettings,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const running = settings.DATABASE_URL ?? (await EmbeddedPostgres.urlOfRunning(folderIn(settings.DATA_DIR)));
  if (running !== undefined) {
    await assertDatabaseUsable(running);
    return work(running);
  }
  if (!existsSync(folderIn(settings.DATA_DIR)))
    throw new StartError(
      `There is no installation in ${resolve(settings.DATA_DIR)}. Set DATA_DIR to its folder, or start one with npm start.`,
    );
  const own = await startIn(settings).catch((error: unknown) => {
    if (error instanceof StartError && error.cause instanceof AlreadyRunning)
      throw new StartError(
        `The platform runs (process ${error.cause.pid}), but its PostgreSQL does not answer: it is starting or stopping, or the machine is overloaded. Try again in a moment.`,
      );
    throw error;
  });
  try {
    return await work(own.url);
  } finally {
    await own.stop();
  }
}

async function startIn({ DATA_DIR }: PlatformSettings): Promise<EmbeddedPostgres> {
  makeDataDirectory({ DATA_DIR });
  try {
    return await EmbeddedPostgres.start({ directory: folderIn(DATA_DIR) });
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new StartError(error.message, { cause: error }) : error;
  }
}

export const folderIn = (dataDirectory: string): string => join(dataDirectory, 'postgres');
