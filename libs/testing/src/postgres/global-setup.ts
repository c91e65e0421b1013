import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';

/* One server for a whole Jest run. Every test creates its own databases in it (createDatabase). */
let stop: () => Promise<void> = () => Promise.resolve();

export async function start(): Promise<void> {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = mkdtempSync(join(tmpdir(), 'argus-postgres-'));
  chmodSync(directory, 0o755);
  const server = await EmbeddedPostgres.start({ directory, parameters: ['fsync=off'] });
  process.env.TEST_DATABASE_URL = server.url;
  stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

export const end = (): Promise<void> => stop();
