import { faceRevoked } from '@argus/contracts';
import { type Database, openDatabase } from '@argus/persistence';
import { loginOf } from '@argus/testing/postgres';
import { ServiceReplica, Site } from '@argus/testing/services';
import type { ServiceDefinition } from '@argus/service-kit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

const byName = (name: string): ServiceDefinition => services.find((service) => service.name === name)!;
const identity = byName('identity');
const gateway = byName('auth-gateway');
let place: Site;

const open = async (schema: string, migrations: ServiceDefinition['migrations']): Promise<Database> =>
  openDatabase({ url: await loginOf(place.databaseUrl, schema), schema, entities: [], migrations });
const tablesOf = async (database: Database): Promise<string[]> =>
  (
    await database.query<{ name: string }>(
      'SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace',
    )
  ).map(({ name }) => name);

beforeEach(async () => void (place = await Site.create()));
afterEach(() => place.remove());

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

  it('migration: a revocation of a face handled before apps/identity has no effect when the broker delivers it again', async () => {
    const revocation = '8a3f2c1e-0000-4000-8000-000000000001';
    const person = { person_id: 1, employee_id: 'F001' };
    const before = await open('identity', [...identity.migrations.slice(0, 2), ...gateway.migrations]);
    await before.query(
      `INSERT INTO account (family, id, username, role, password_hash, face_enrolled)
       VALUES ('attendance', nextval('account_id_attendance'), $1, 'student', 'x', true)`,
      [person.employee_id],
    );
    /* The old consumer remembered both events under the name of one. */
    await before.query(
      `INSERT INTO inbox_message (consumer, event_id) VALUES ('identity.face-enrolled', $1)`,
      [revocation],
    );
    await before.close();

    const replica = await ServiceReplica.start(identity, { site: place });
    const isEnrolled = async (): Promise<unknown> =>
      (
        await replica.database.query<{ face_enrolled: boolean }>(
          `SELECT face_enrolled FROM account WHERE family = 'attendance' AND username = $1`,
          [person.employee_id],
        )
      )[0]?.face_enrolled;
    try {
      await replica.publish(faceRevoked, person, revocation);
      expect(await isEnrolled()).toBe(true);
      await replica.publish(faceRevoked, person, '8a3f2c1e-0000-4000-8000-000000000002');
      expect(await isEnrolled()).toBe(false);
    } finally {
      await replica.stop();
    }
  });
});
