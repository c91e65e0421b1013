import { type Client, escapeIdentifier } from 'pg';
import type { MigrationInterface } from 'typeorm';

type Migration = new (...parameters: never[]) => MigrationInterface;

/** The tables are older than the code. */
export class NotMigrated extends Error {
  override readonly name = 'NotMigrated';
}

/** Throws NotMigrated unless every migration was run. Tables may be newer: former code runs on them during a rollout and after a rollback. */
export async function assertMigrated(
  client: Client,
  schema: string,
  migrations: readonly Migration[],
): Promise<void> {
  const table = `${escapeIdentifier(schema)}.migration`;
  const { rows: tables } = await client.query<{ made: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS made',
    [table],
  );
  const { rows } = tables[0]!.made
    ? await client.query<{ name: string }>(`SELECT name FROM ${table}`)
    : { rows: [] };
  const run = new Set(rows.map(({ name }) => name));
  const missing = migrations.map(nameOf).filter((name) => !run.has(name));
  if (missing.length > 0)
    throw new NotMigrated(
      `the tables of ${schema} lack ${missing.length} of ${migrations.length} migrations, first ${missing[0]}: run \`main.js migrate\` of this version`,
    );
}

/* As TypeORM names them in its table. */
const nameOf = (migration: Migration): string => new migration().name ?? migration.name;
