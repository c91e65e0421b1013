import { TestSchemas } from '@argus/testing/postgres';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Database } from '../database/database.js';
import { StoreRetention } from './store-retention.js';

let schemas: TestSchemas;
let database: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await schemas.open('things');
});

afterAll(() => schemas.remove());

it('StoreRetention deletes old published events, inbox ids and replies, and keeps unpublished events', async () => {
  await database.query(`INSERT INTO outbox_message (id, subject, payload, headers, published_at)
    SELECT gen_random_uuid(), coalesce('evt.' || age, 'evt.waiting'), '{}', '{}', now() - age::interval
      FROM unnest(ARRAY['6 days', '8 days', NULL]) AS t (age)`);
  await database.query(`INSERT INTO inbox_message (consumer, event_id, received_at)
    SELECT age, gen_random_uuid(), now() - age::interval FROM unnest(ARRAY['20 days', '22 days']) AS t (age)`);
  await database.query(`INSERT INTO idempotent_reply (caller, operation, key, fingerprint, reply, created_at)
    SELECT 'caller', 'operation', age, '', '', now() - age::interval FROM unnest(ARRAY['23 hours', '25 hours']) AS t (age)`);
  await new StoreRetention(database).sweep();
  const left = async (text: string) => (await database.query<{ it: unknown }>(text)).map(({ it }) => it);
  expect(await left('SELECT subject AS it FROM outbox_message ORDER BY 1')).toEqual([
    'evt.6 days',
    'evt.waiting',
  ]);
  expect(await left('SELECT consumer AS it FROM inbox_message')).toEqual(['20 days']);
  expect(await left('SELECT key AS it FROM idempotent_reply')).toEqual(['23 hours']);
});
