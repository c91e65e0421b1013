import { chownSync, existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Account } from './postgres-program.js';

/** A file or folder of a copy, below the folder of the cluster. */
export type ClusterEntry =
  | { readonly path: string; readonly kind: 'folder' }
  | { readonly path: string; readonly kind: 'file'; readonly source: string | Uint8Array };

export interface CopiedSpan {
  /** Positions in the write-ahead log; everything committed before `stop` was reached is in the copy. */
  readonly start: string;
  readonly stop: string;
}

/* As PostgreSQL's own base backup: contents that a server makes anew, and files that belong to a running one. */
const emptied = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
]);
const leftOut =
  /^(postmaster\.(pid|opts)|server\.log|backup_label(\.old)?|tablespace_map|backup_manifest|current_logfiles)$|(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/;
const WAL_FILE = /^[0-9A-F]{24}$/;

/**
 * Copies a running cluster while others write (PostgreSQL's low-level backup on one connection). Yields its entries; a file may change
 * while it is read, as the write-ahead log at the end repairs it. Holds the advisory lock in common meanwhile. Returns the log's span.
 */
export async function* copyOfCluster(
  url: string,
  cluster: string,
  lock: string,
): AsyncGenerator<ClusterEntry, CopiedSpan> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock_shared(hashtextextended($1, 0))', [lock]);
    /* Keeps the log of a long copy; it ends with the connection. */
    await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [
      `argus_${process.pid}`,
    ]);
    const started = await one<{ lsn: string; file: string }>(
      client,
      "SELECT lsn::text, pg_walfile_name(lsn) AS file FROM pg_backup_start('argus', fast => true) AS lsn",
    );
    yield* entriesBelow(cluster);
    const stopped = await one<{ lsn: string; label: string; file: string }>(
      client,
      `SELECT lsn::text, labelfile AS label, pg_walfile_name(lsn) AS file
         FROM pg_backup_stop(wait_for_archive => false)`,
    );
    yield { path: 'backup_label', kind: 'file', source: Buffer.from(stopped.label) };
    yield { path: 'pg_wal/archive_status', kind: 'folder' };
    for (const name of readdirSync(join(cluster, 'pg_wal')).sort())
      if (WAL_FILE.test(name) && name >= started.file && name <= stopped.file)
        yield { path: `pg_wal/${name}`, kind: 'file', source: join(cluster, 'pg_wal', name) };
    return { start: started.lsn, stop: stopped.lsn };
  } finally {
    await client.end();
  }
}

function* entriesBelow(cluster: string, folder = ''): Generator<ClusterEntry> {
  for (const name of listOf(join(cluster, folder))) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (leftOut.test(path)) continue;
    const stats = lstatSync(join(cluster, path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      yield { path, kind: 'folder' };
      if (!emptied.has(path)) yield* entriesBelow(cluster, path);
    } else if (stats?.isFile()) yield { path, kind: 'file', source: join(cluster, path) };
  }
}

/* Relations come and go during the copy. */
function listOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function one<T extends object>(client: Client, sql: string): Promise<T> {
  return (await client.query<T>(sql)).rows[0]!;
}

/** Gives a restored cluster to the account that runs Postgres. */
export function giveCluster(cluster: string, account: Account | undefined): void {
  if (account === undefined || !existsSync(cluster)) return;
  chownSync(cluster, account.uid, account.gid);
  for (const name of readdirSync(cluster, { recursive: true, encoding: 'utf8' }))
    chownSync(join(cluster, name), account.uid, account.gid);
}
