import { join } from 'node:path';
import { AlreadyRunning, EmbeddedPostgres, EmbeddedPostgresError } from '@argus/embedded';
import { makeDataDirectory, type PlatformSettings, StartError } from '@argus/service-kit';

export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Returns the PostgreSQL that the settings name, or starts one in the data folder. */
export async function postgresFor({ DATABASE_URL: url, DATA_DIR }: PlatformSettings): Promise<Postgres> {
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  makeDataDirectory({ DATA_DIR });
  try {
    return await EmbeddedPostgres.start({ directory: folderIn(DATA_DIR) });
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new StartError(error.message, { cause: error }) : error;
  }
}

/** Calls `work` with the PostgreSQL of the running platform, or with one that runs only during the work. */
export async function withPostgres<T>(
  settings: PlatformSettings,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const running = settings.DATABASE_URL ?? (await EmbeddedPostgres.urlOfRunning(folderIn(settings.DATA_DIR)));
  if (running !== undefined) return work(running);
  const own = await postgresFor(settings).catch((error: unknown) => {
    if (error instanceof StartError && error.cause instanceof AlreadyRunning)
      throw new StartError('The platform is just starting or stopping; try again in a moment.');
    throw error;
  });
  try {
    return await work(own.url);
  } finally {
    await own.stop();
  }
}

const folderIn = (dataDirectory: string): string => join(dataDirectory, 'postgres');
