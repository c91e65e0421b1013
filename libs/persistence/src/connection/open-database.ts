import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import { columnTypes } from '../columns/column-types.js';
import { SnakeNaming } from '../columns/snake-naming.js';
import { Database } from '../database/database.js';
import { isTransient, isRefusal } from '../database/database-errors.js';
import { persistenceEntities, persistenceMigrations } from '../migrations/index.js';
import { provision, roleFor, withClient } from '../provision/provision.js';

type Class<T> = new (...parameters: never[]) => T;

export interface DatabaseOptions {
  readonly url: string;
  readonly schema: string;
  readonly entities: readonly (Class<unknown> | EntitySchema)[];
  readonly migrations: readonly Class<MigrationInterface>[];
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  readonly poolSize?: number;
  /** Aborts the wait for a Postgres that does not answer yet. */
  readonly signal?: AbortSignal;
  /** Called with the reason after every failed attempt to reach Postgres. */
  readonly onWaiting?: (error: unknown) => void;
  /** Called when Postgres closes an idle connection. */
  readonly onConnectionLost?: (error: unknown) => void;
}

/** Postgres answers but refuses the connection: wrong password, missing rights, no such database. */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}

const second = 1000;
/* The budget of a request: gateway 10 s > service 8 s > statement 5 s > lock 2 s. */
const limits = {
  statement_timeout: 5 * second,
  lock_timeout: 2 * second,
  idle_in_transaction_session_timeout: 60 * second,
};
const migrationLimits = { statement_timeout: 0, lock_timeout: 10 * second };

/**
 * Waits for Postgres, creates the schema if missing, runs the migrations (one replica at a time) and opens the pool.
 * Connections take the schema's own role where there is one, so no service can read another's tables.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, schema } = options;
  await whenReachable(options, () => provision(url, [schema]));
  const role = await roleFor(url, schema);
  await migrate(options, role);
  const dataSource = await new DataSource(sourceOptions(options, role, limits)).initialize();
  const { master } = dataSource.driver as unknown as { master: Pool };
  /* The pool replaces an idle connection that Postgres closed; without a listener the error would end the process. */
  master.on('error', (error) => options.onConnectionLost?.(error));
  return new Database(dataSource, options.schema, master);
}

async function whenReachable<T>({ signal, onWaiting }: DatabaseOptions, work: () => Promise<T>): Promise<T> {
  for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, 5 * second)) {
    try {
      return await work();
    } catch (error) {
      if (isRefusal(error)) throw new DatabaseRefused((error as Error).message, { cause: error });
      if (!isTransient(error) || signal?.aborted) throw error;
      onWaiting?.(error);
      await pause(delayMs, undefined, { ...(signal && { signal }) });
    }
  }
}

function sourceOptions(
  { url, schema, entities, migrations, applicationName = schema, poolSize = 10 }: DatabaseOptions,
  role: string | undefined,
  parameters: Record<string, number>,
): DataSourceOptions {
  const session = {
    ...(role !== undefined && { role }),
    search_path: `${schema},public`,
    timezone: 'UTC',
    ...parameters,
  };
  const flags = Object.entries(session).map(([name, value]) => `-c ${name}=${value}`);
  return {
    type: 'postgres',
    url,
    schema,
    applicationName,
    poolSize,
    entities: [...persistenceEntities, ...entities],
    migrations: [...persistenceMigrations, ...migrations],
    migrationsTableName: 'migration',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    extra: { options: flags.join(' '), types: columnTypes, connectionTimeoutMillis: 3 * second },
  };
}

async function migrate(options: DatabaseOptions, role: string | undefined): Promise<void> {
  await withClient(options.url, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `argus-migrate-${options.schema}`,
    ]);
    const dataSource = await new DataSource(
      sourceOptions({ ...options, poolSize: 2 }, role, migrationLimits),
    ).initialize();
    try {
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await dataSource.destroy();
    }
  });
}

/** Returns the SQL that would make the tables equal the entities; empty if migrations and entities agree. */
export async function pendingSchemaChanges(database: Database): Promise<string[]> {
  const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
