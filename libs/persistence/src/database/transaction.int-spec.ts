import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, loginOf, roundTrips, type TestDatabase } from '@argus/testing/postgres';
import type { EntityManager } from 'typeorm';
import { type Database, mapConstraints, openDatabase } from '../index.js';

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await createDatabase();
  database = await openDatabase({
    url: await loginOf(place.url, 'kept'),
    schema: 'kept',
    entities: [],
    migrations: [],
  });
  await database.query('CREATE TABLE thing (n int CONSTRAINT "PK_thing" PRIMARY KEY)');
});

afterAll(async () => {
  await database.close();
  await place.drop();
});

const INSERT = 'INSERT INTO thing VALUES ($1) RETURNING n';
const kept = async (): Promise<number[]> =>
  (await database.query<{ n: number }>('SELECT n FROM thing ORDER BY n')).map(({ n }) => n);
const heal = () => Promise.all(Array.from({ length: database.pool.options.max }, () => database.ping()));

describe('Database.transaction', () => {
  it('Database.transaction: BEGIN travels with the first statement, what is only sent with COMMIT', async () => {
    const trips = await roundTrips(database, () =>
      database.transaction(async (tx) => {
        await database.preparedIn(tx, 'insert', INSERT, [1]);
        database.sendIn(tx, 'insert', INSERT, [2]);
        database.sendIn(tx, 'insert', INSERT, [3]);
      }),
    );
    expect([trips, await kept()]).toEqual([{ statements: 5, trips: 2 }, [1, 2, 3]]);
    expect(await roundTrips(database, () => database.transaction(async () => undefined))).toMatchObject({
      trips: 1,
    });
  });

  it('Database.transaction: statements that start side by side are one round trip, in their order', async () => {
    let seen: unknown;
    const trips = await roundTrips(database, () =>
      database.transaction(async (tx) => {
        seen = await Promise.all([
          database.preparedIn(tx, 'insert', INSERT, [11]),
          database.preparedIn(tx, 'count', 'SELECT count(*)::int AS count FROM thing WHERE n = 11'),
        ]);
      }),
    );
    expect([trips, seen]).toEqual([{ statements: 4, trips: 2 }, [[{ n: 11 }], [{ count: 1 }]]]);
  });

  it('Database.transaction: a statement that was only sent and fails undoes all, and is what callers are told', async () => {
    const before = await kept();
    const twice = (then: () => Promise<unknown>) =>
      mapConstraints({ PK_thing: 'TAKEN' }, () =>
        database.transaction(async (tx) => {
          await database.preparedIn(tx, 'insert', INSERT, [21]);
          database.sendIn(tx, 'insert', INSERT, [1]);
          await then();
          database.afterCommit(tx, () => {
            throw new Error('there was no commit');
          });
        }),
      );
    await expect(twice(() => Promise.resolve())).rejects.toMatchObject({ code: 'TAKEN' });
    await expect(twice(() => database.query('SELECT 1'))).rejects.toMatchObject({ code: 'TAKEN' });
    await expect(twice(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(await kept()).toEqual(before);
    await heal();
  });

  it('Database.transaction: an inner one whose sent statement fails is undone alone', async () => {
    await database.transaction(async (tx) => {
      database.sendIn(tx, 'insert', INSERT, [31]);
      const inner = database.transaction(async (own) => database.sendIn(own, 'insert', INSERT, [31]));
      await expect(inner).rejects.toMatchObject({ constraint: 'PK_thing' });
      await database.transaction(async (own) => database.sendIn(own, 'insert', INSERT, [32]));
    });
    expect(await kept()).toEqual(expect.arrayContaining([31, 32]));
  });

  it('Database.transaction: one whose failed statement was passed over is no success', async () => {
    const passedOver = database.transaction(async (tx) => {
      await database.preparedIn(tx, 'insert', INSERT, [41]);
      await tx.query('SELECT 1/0').catch(() => undefined);
    });
    await expect(passedOver).rejects.toThrow('division by zero');
    const inCopy = database.transaction((tx) =>
      database.copyIn(tx, async (client) => {
        await client.query(INSERT, [42]);
        await client.query('SELECT 1/0').catch(() => undefined);
      }),
    );
    await expect(inCopy).rejects.toThrow('rolled the transaction back');
    const numbers = await kept();
    expect([numbers.includes(41), numbers.includes(42)]).toEqual([false, false]);
  });

  it('Database.transaction: of statements in one flight the error of the first that failed is told, not that the next were refused', async () => {
    const flight = database.transaction((tx) =>
      Promise.all([
        database.preparedIn(tx, 'insert', INSERT, [1]).catch(async (error) => {
          await new Promise(setImmediate);
          throw error;
        }),
        database.preparedIn(tx, 'fresh', 'SELECT 1'),
        database.preparedIn(tx, 'fresh', 'SELECT 1'),
      ]),
    );
    await expect(flight).rejects.toMatchObject({ constraint: 'PK_thing' });
    await heal();
  });

  it('Database.transaction: a statement that fails before it reaches Postgres keeps nothing', async () => {
    const values = { toJSON: () => 1n };
    const sent = database.transaction(async (tx) => {
      await database.preparedIn(tx, 'insert', INSERT, [71]);
      database.sendIn(tx, 'insert', INSERT, [values]);
    });
    await expect(sent).rejects.toThrow(TypeError);
    const before = database.transaction(async (tx) => {
      database.sendIn(tx, 'insert', INSERT, [values]);
      const inner = database.transaction((own) => own.query('SELECT 1/0'));
      await inner.catch(() => undefined);
      await database.preparedIn(tx, 'insert', INSERT, [72]);
    });
    await expect(before).rejects.toThrow(TypeError);
    const numbers = await kept();
    expect([numbers.includes(71), numbers.includes(72)]).toEqual([false, false]);
  });

  it('Database.transaction: late statements are refused, also by the mapper, and never run on the connection', async () => {
    const late: Promise<unknown>[] = [];
    let after: EntityManager | undefined;
    const failed = database.transaction(async (tx) => {
      after = tx;
      const [first] = await Promise.all([database.preparedIn(tx, 'insert', INSERT, [81])]);
      const write = async (n: number) => {
        await Promise.resolve();
        for (let turn = 0; turn < 30; turn++) {
          await database.preparedIn(tx, 'insert', INSERT, [n + turn]);
          await tx.query('INSERT INTO thing VALUES ($1)', [n + turn + 500]);
        }
      };
      late.push(write(1000), write(2000));
      for (const each of late) each.catch(() => undefined);
      throw new Error(`mine ${first.length}`);
    });
    await expect(failed).rejects.toThrow('mine 1');
    const lost = await Promise.allSettled([
      ...late,
      database.preparedIn(after!, 'insert', INSERT, [82]),
      after!.query('INSERT INTO thing VALUES (83)'),
    ]);
    expect(lost.map(({ status }) => status)).toEqual(lost.map(() => 'rejected'));
    await heal();
    expect((await kept()).filter((n) => n > 80)).toEqual([]);
  });

  it('Database.copyIn: its client waits for what was sent, and pipelines nothing', async () => {
    const trips = await roundTrips(database, () =>
      database.transaction(async (tx) => {
        database.sendIn(tx, 'insert', INSERT, [51]);
        await database.copyIn(tx, (client) => client.query('SAVEPOINT alone'));
        database.sendIn(tx, 'insert', INSERT, [52]);
      }),
    );
    expect(trips).toMatchObject({ trips: 3 });
    expect(await kept()).toEqual(expect.arrayContaining([51, 52]));
  });

  it('Database.transaction: a connection that ends within is UNAVAILABLE, keeps nothing and leaves the pool whole', async () => {
    const ended = database.transaction(async (tx) => {
      const [own] = await tx.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
      database.sendIn(tx, 'insert', INSERT, [61]);
      await database.outsideTransaction(() => database.query('SELECT pg_terminate_backend($1)', [own.pid]));
      database.sendIn(tx, 'insert', INSERT, [62]);
    });
    await expect(ended).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await heal();
    expect(await kept()).not.toEqual(expect.arrayContaining([61]));
  });
});
