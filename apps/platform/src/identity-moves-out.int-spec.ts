import { type Database, openDatabase } from '@argus/persistence';
import { createDatabase, type TestDatabase } from '@argus/testing';
import type { ServiceDefinition } from '@argus/service-kit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

const byName = (name: string): ServiceDefinition => services.find((service) => service.name === name)!;
const identity = byName('identity');
const gateway = byName('auth-gateway');
let place: TestDatabase;

const open = (schema: string, migrations: ServiceDefinition['migrations']): Promise<Database> =>
  openDatabase({ url: place.url, schema, entities: [], migrations });
const tablesOf = async (database: Database): Promise<string[]> =>
  (
    await database.query<{ name: string }>(
      'SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace',
    )
  ).map(({ name }) => name);

beforeEach(async () => void (place = await createDatabase()));
afterEach(() => place.drop());

describe('a database of the time when identity ran inside the gateway', () => {
  it('migration: a database from before apps/identity keeps its accounts, and its rate limits move to the schema of the gateway', async () => {
    const before = await open('identity', [...identity.migrations.slice(0, 2), ...gateway.migrations]);
    expect(await tablesOf(before)).toEqual(expect.arrayContaining(['account', 'rate_limit']));
    await before.query(
      `INSERT INTO account (family, id, username, role, password_hash) VALUES ('techtrack', 1, 'line2', 'admin', 'x')`,
    );
    await before.close();

    const [ours, theirs] = [
      await open('auth_gateway', gateway.migrations),
      await open('identity', identity.migrations),
    ];
    try {
      expect(await tablesOf(ours)).toContain('rate_limit');
      expect(await tablesOf(theirs)).not.toContain('rate_limit');
      expect(await theirs.query('SELECT username FROM account')).toEqual([{ username: 'line2' }]);
    } finally {
      await ours.close();
      await theirs.close();
    }
  });
});
