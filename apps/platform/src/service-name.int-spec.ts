import { join } from 'node:path';
import { withClient } from '@argus/persistence';
import { LaunchedProcess } from '@argus/testing';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

const root = join(import.meta.dirname, '../../..');
const { refusalOf, schemaOf } = (await import(
  new URL('../../../tools/generators/service/service-name.mjs', import.meta.url).href
)) as { refusalOf: (name: string) => string | undefined; schemaOf: (name: string) => string };

let database: TestDatabase;
beforeAll(async () => void (database = await createDatabase()));
afterAll(() => database?.drop());

describe('name of a service', () => {
  it('service name: every word that PostgreSQL refuses as a schema is refused', async () => {
    const words = await withClient(database.url, async (client) => {
      const { rows } = await client.query<{ word: string }>(
        "SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')",
      );
      return rows.map(({ word }) => word);
    });
    expect(words.filter((word) => refusalOf(word) === undefined)).toEqual([]);
  });

  it.each(['all', 'default', 'evt', 'information-schema', 'pg-boss', 'postgres', 'public', 'room-jobs'])(
    'service name: %s is refused',
    (name) => expect(refusalOf(name)).toEqual(expect.any(String)),
  );

  it('service name: names of services and names with digits are accepted, and their schemas can be made', async () => {
    const names = [...services.map(({ name }) => name), 'telemetry', 'room-2'];
    expect(names.filter((name) => refusalOf(name) !== undefined)).toEqual([]);
    for (const schema of names.map(schemaOf)) expect(await loginOf(database.url, schema)).toContain(schema);
  });

  it.each([
    ['public', 'PostgreSQL has a schema of this name'],
    ['alarms', 'libs/alarms exists already'],
    ['vision', 'apps/vision exists already'],
  ])('generator: refuses a service named %s with the reason', async (name, reason) => {
    const generated = LaunchedProcess.launch(join(root, 'node_modules/.bin/nx'), {
      args: ['g', './tools/generators:service', name, '--dry-run'],
      environment: {},
    });
    expect([await generated.ended, generated.log]).toEqual([1, expect.stringContaining(reason)]);
  });
});
