/* Prints the SQL of migrations as JSON: `[{ file, sql }]`, those of version 0.1.0 left out, on whose tables no former version runs. */
import { services } from '@argus/platform';
import { persistenceMigrations } from '@argus/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last migration of version 0.1.0. */
const FIRST_VERSION = 1_796_046_000_000;

type Migration = new () => MigrationInterface;

async function sqlOf(migration: Migration): Promise<string> {
  const statements: string[] = [];
  const recorder = {
    query: (text: string) => {
      statements.push(text);
      return Promise.resolve([]);
    },
  };
  await new migration().up(recorder as unknown as QueryRunner);
  return statements.map((text) => text.trimEnd().replace(/;?$/, ';\n')).join('');
}

const migrations = [
  ...persistenceMigrations.map((migration: Migration) => ({ owner: 'persistence', migration })),
  ...services.flatMap(({ name, migrations: own }) => own.map((migration) => ({ owner: name, migration }))),
].filter(({ migration }) => Number(/\d+$/.exec(migration.name)![0]) > FIRST_VERSION);
const written = await Promise.all(
  migrations.map(async ({ owner, migration }) => ({
    file: `${owner}/${migration.name}.sql`,
    sql: await sqlOf(migration),
  })),
);
console.log(JSON.stringify(written));
