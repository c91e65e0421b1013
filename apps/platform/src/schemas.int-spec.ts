import { openDatabase, pendingSchemaChanges } from '@argus/persistence';
import { entitiesOf } from '@argus/service-kit';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { services } from './services.js';

const stateful = services.flatMap(({ name, schema, ...rest }) =>
  schema === undefined ? [] : [{ name, schema, ...rest }],
);
let place: TestDatabase;

beforeAll(async () => {
  place = await createDatabase();
});
afterAll(() => place.drop());

it.each(stateful)('the entities of $name equal its migrations', async ({ schema, module, migrations }) => {
  const entities = entitiesOf(module);
  expect(entities).not.toEqual([]);
  const database = await openDatabase({
    url: await loginOf(place.url, schema),
    schema,
    entities,
    migrations,
  });
  try {
    expect(await pendingSchemaChanges(database)).toEqual([]);
  } finally {
    await database.close();
  }
});
