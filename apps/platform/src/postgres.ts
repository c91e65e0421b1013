import { join } from 'node:path';
import { EmbeddedPostgres, EmbeddedPostgresError } from '@argus/persistence';
import { makeDataDirectory, type PlatformSettings, StartError } from '@argus/service-kit';

export interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** The PostgreSQL that the settings name, else one of our own in the data folder. */
export async function postgresFor({ DATABASE_URL: url, DATA_DIR }: PlatformSettings): Promise<Postgres> {
  if (url !== undefined) return { url, stop: () => Promise.resolve() };
  makeDataDirectory({ DATA_DIR });
  try {
    return await EmbeddedPostgres.start({ directory: join(DATA_DIR, 'postgres') });
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? new StartError(error.message, { cause: error }) : error;
  }
}
