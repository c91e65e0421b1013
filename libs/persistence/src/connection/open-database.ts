import type { Pool } from 'pg';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import { columnTypes } from '../columns/column-types.js';
import { SnakeNaming } from '../columns/snake-naming.js';
import { Database } from '../database/database.js';
import { persistenceEntities, persistenceMigrations } from '../migrations/index.js';
import { assertWalled } from '../provision/assert-walled.js';
import { assertLoginDefaults } from '../provision/login-defaults.js';
import { connected, withClient } from '../provision/with-client.js';
import { assertMigrated } from './assert-migrated.js';
import { assertUnicode } from './assert-unicode.js';
import { ExactClient } from './exact-client.js';
import { type Waiting, whenReachable } from './when-reachable.js';

type Class<T> = new (...parameters: never[]) => T;

export interface DatabaseOptions extends Waiting {
  /** Of the service's own login; see `provision`. */
  readonly url: string;
  readonly schema: string;
  readonly entities: readonly (Class<unknown> | EntitySchema)[];
  readonly migrations: readonly Class<MigrationInterface>[];
  /** `assert` refuses tables that lack a migration, instead of running it. Default: run. */
  readonly migrate?: 'run' | 'assert';
  /** Address of the same login past a pooler, which keeps no session; for migrations. Default: `url`. */
  readonly migrationUrl?: string | undefined;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  readonly poolSize?: number;
  /** Called when Postgres closes an idle connection. */
  readonly onConnectionLost?: (error: unknown) => void;
}

const second = 1000;

/**
 * Waits for Postgres, runs the migrations (one replica at a time) and opens the pool. Refuses a login that could read another
 * service's tables or that works elsewhere than in its own, and a database that is not in Unicode.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, schema, migrate = 'run' } = options;
  await whenReachable(options, () =>
    withClient(url, async (client) => {
      await assertWalled(client, schema);
      await assertLoginDefaults(client, schema);
      await assertUnicode(client);
      if (migrate === 'assert') await assertMigrated(client, schema, migrationsOf(options));
    }),
  );
  if (migrate === 'run') await runMigrations(options);
  const dataSource = await whenReachable(options, () => new DataSource(sourceOptions(options)).initialize());
  const { master } = dataSource.driver as unknown as { master: Pool };
  /* The pool replaces an idle connection that Postgres closed; without a listener the error would end the process. */
  master.on('error', (error) => options.onConnectionLost?.(error));
  return new Database(dataSource, options.schema, master);
}

const migrationsOf = ({ migrations }: DatabaseOptions) => [...persistenceMigrations, ...migrations];

function sourceOptions(options: DatabaseOptions, flags?: string): DataSourceOptions {
  const { url, schema, entities, applicationName = schema, poolSize = 10 } = options;
  return {
    type: 'postgres',
    url,
    schema,
    applicationName,
    poolSize,
    entities: [...persistenceEntities, ...entities],
    migrations: migrationsOf(options),
    migrationsTableName: 'migration',
    namingStrategy: new SnakeNaming(),
    installExtensions: false,
    extra: {
      Client: ExactClient,
      types: columnTypes,
      connectionTimeoutMillis: 3 * second,
      options: flags,
    },
  };
}

/** Only what opens connections is repeated: on a busy machine one may time out that was there a moment ago. */
async function runMigrations(options: DatabaseOptions): Promise<void> {
  const { url, schema, migrationUrl = url } = options;
  const client = await whenReachable(options, () => connected(migrationUrl));
  try {
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0');
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`argus-migrate-${schema}`]);
    const patient = '-c statement_timeout=0 -c lock_timeout=10s';
    const source = sourceOptions({ ...options, url: migrationUrl, poolSize: 2 }, patient);
    const dataSource = await whenReachable(options, () => new DataSource(source).initialize());
    try {
      await dataSource.runMigrations({ transaction: 'each' });
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await client.end();
  }
}

/** Returns the SQL that would make the tables equal the entities; empty if migrations and entities agree. */
export async function pendingSchemaChanges(database: Database): Promise<string[]> {
  const { upQueries } = await database.dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
