import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provision } from '@argus/persistence';
import { createDatabase } from '@argus/testing';

/** A database and a folder that one or several replicas of attendance share. */
export interface Site {
  readonly databaseUrl: string;
  readonly folder: string;
  clear(): Promise<void>;
}

export async function makeSite(...otherSchemas: readonly string[]): Promise<Site> {
  const place = await createDatabase();
  await provision(place.url, ['attendance', ...otherSchemas]);
  const folder = await mkdtemp(join(tmpdir(), 'argus-attendance-'));
  return {
    databaseUrl: place.url,
    folder,
    clear: async () => {
      await place.drop();
      await rm(folder, { recursive: true });
    },
  };
}
