import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestSchemas } from '@argus/testing/postgres';
import type { Client } from 'pg';
import type { Database } from '../index.js';

/* The first run of a statement on a connection is the driver's own, each later one has no description. One connection takes all. */

let schemas: TestSchemas;
let database: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await schemas.open('prepared', { poolSize: 1 });
  await database.query('CREATE TABLE thing (n int PRIMARY KEY, word text, seen timestamptz, ns int[])');
});
afterAll(() => schemas.remove());

const twice = async (run: () => Promise<unknown>): Promise<[unknown, unknown]> => [
  await run().catch((error: unknown) => error),
  await run().catch((error: unknown) => error),
];

/** Counts the descriptions of rows that the server sends to the one connection. */
async function descriptions(work: () => Promise<unknown>): Promise<number> {
  const client = (await database.pool.connect()) as unknown as Client & {
    connection: NodeJS.EventEmitter;
    release(): void;
  };
  let count = 0;
  const note = () => count++;
  client.connection.on('rowDescription', note);
  client.release();
  await work();
  client.connection.off('rowDescription', note);
  return count;
}

describe('prepared statements', () => {
  it('prepared statements: rows are described once, and read alike ever after', async () => {
    await database.query(
      `INSERT INTO thing VALUES (1, 'one', '2026-11-30 08:00:00.123456Z', '{1,2}'), (2, NULL, NULL, NULL)`,
    );
    let read: [unknown, unknown] | undefined;
    const count = await descriptions(async () => {
      read = await twice(() => database.prepared('all', 'SELECT * FROM thing ORDER BY n'));
    });
    expect(read?.[0]).toMatchObject([
      { n: 1, word: 'one', ns: [1, 2] },
      { n: 2, word: null, seen: null },
    ]);
    expect(read?.[1]).toEqual(read?.[0]);
    expect(count).toBe(1);
  });

  it('prepared statements: no row, and a statement without rows, are answered alike at each run', async () => {
    const none = 'SELECT n FROM thing WHERE n = $1';
    expect(await twice(() => database.prepared('none', none, [77]))).toEqual([[], []]);
    const change = { name: 'change', text: 'UPDATE thing SET word = $1 WHERE n = 1', values: ['two'] };
    const counts = await twice(async () => (await database.pool.query(change)).rowCount);
    expect(counts).toEqual([1, 1]);
  });

  it('prepared statements: what violates a constraint, and what cannot be sent, is refused at each run, and the connection works on', async () => {
    const insert = 'INSERT INTO thing (n) VALUES ($1) RETURNING n';
    await database.prepared('insert', insert, [10]);
    for (const error of await twice(() => database.prepared('insert', insert, [10])))
      expect(error).toMatchObject({ code: '23505' });
    const unsendable = {
      toPostgres: () => {
        throw new Error('not to be written');
      },
    };
    for (const error of await twice(() => database.prepared('insert', insert, [unsendable])))
      expect(error).toMatchObject({ message: 'not to be written' });
    expect(await database.prepared('insert', insert, [11])).toEqual([{ n: 11 }]);
  });

  it('prepared statements: another text under the same name is refused', async () => {
    await twice(() => database.prepared('named', 'SELECT 1 AS one'));
    await expect(database.prepared('named', 'SELECT 2 AS two')).rejects.toThrow(/must be unique/);
  });

  it('prepared statements: rows that changed their type are refused, not misread', async () => {
    await database.query('CREATE TABLE changed (value int)');
    await database.query('INSERT INTO changed VALUES (1)');
    const read = () => database.prepared('changed', 'SELECT value FROM changed');
    expect(await twice(read)).toEqual([[{ value: 1 }], [{ value: 1 }]]);
    await database.query('ALTER TABLE changed ALTER value TYPE bool USING value = 1');
    await expect(read()).rejects.toThrow(/cached plan must not change result type/);
  });

  it('prepared statements: side by side in a transaction each gets its own rows', async () => {
    const one = (tx: Parameters<Parameters<Database['transaction']>[0]>[0], n: number) =>
      database.preparedIn<{ n: number }>(tx, 'given', 'SELECT $1::int AS n', [n]);
    const read = () => database.transaction((tx) => Promise.all([1, 2, 3].map((n) => one(tx, n))));
    const each = [[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]];
    expect(await twice(read)).toEqual([each, each]);
  });
});
