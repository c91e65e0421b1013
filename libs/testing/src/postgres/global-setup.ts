import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';

/*
 * Nobody kills or copies this server: it writes as little as a server can, also for each new database. Its small
 * write-ahead log is also what a suite searches for templates.
 */
const parameters = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=128MB',
];

/* One server for a whole Jest run. Every test creates its own databases in it (createDatabase). */
let stop: () => Promise<void> = () => Promise.resolve();

export async function start(): Promise<void> {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = mkdtempSync(join(tmpdir(), 'argus-postgres-'));
  chmodSync(directory, 0o755);
  const server = await EmbeddedPostgres.start({ directory, parameters });
  process.env.TEST_DATABASE_URL = server.url;
  stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

export const end = (): Promise<void> => stop();
