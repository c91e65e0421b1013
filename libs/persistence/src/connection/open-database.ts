import type { Pool } from 'pg';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import { columnTypes } from '../columns/column-types.js';
import { SnakeNaming } from '../columns/snake-naming.js';
import { Database } from '../database/database.js';
import { persistenceEntities, persistenceMigrations } from '../migrations/index.js';
import { assertWalled } from '../provision/assert-walled.js';
import { withClient } from '../provision/with-client.js';
import { assertUnicode } from './assert-unicode.js';
import { type Waiting, whenReachable } from './when-reachable.js';

type Class<T> = new (...parameters: never[]) => T;

export interface DatabaseOptions extends Waiting {
  /** Of the service's own login; see `provision`. */
  readonly url: string;
  readonly schema: string;
  readonly entities: readonly (Class<unknown> | EntitySchema)[];
  readonly migrations: readonly Class<MigrationInterface>[];
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  readonly poolSize?: number;
  /** Called when Postgres closes an idle connection. */
  readonly onConnectionLost?: (error: unknown) => void;
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
 * Waits for Postgres, runs the migrations (one replica at a time) and opens the pool. Refuses a login that could read another
 * service's tables, and a database that is not in Unicode.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, schema } = options;
  await whenReachable(options, () =>
    withClient(url, async (client) => {
      await assertWalled(client, schema);
      await assertUnicode(client);
    }),
  );
  await migrate(options);
  const dataSource = await new DataSource(sourceOptions(options, limits)).initialize();
  const { master } = dataSource.driver as unknown as { master: Pool };
  /* The pool replaces an idle connection that Postgres closed; without a listener the error would end the process. */
  master.on('error', (error) => options.onConnectionLost?.(error));
  return new Database(dataSource, options.schema, master);
}

function sourceOptions(
  { url, schema, entities, migrations, applicationName = schema, poolSize = 10 }: DatabaseOptions,
  parameters: Record<string, number>,
): DataSourceOptions {
  const session = {
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

async function migrate(options: DatabaseOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `argus-migrate-${options.schema}`,
    ]);
    const dataSource = await new DataSource(
      sourceOptions({ ...options, poolSize: 2 }, migrationLimits),
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
