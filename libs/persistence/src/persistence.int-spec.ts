import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { event, Field, integer } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { loginOf, TestSchemas } from '@argus/testing/postgres';
import {
  type Database,
  defineQueue,
  Inbox,
  Jobs,
  openDatabase,
  Outbox,
  OutboxRelay,
  pendingSchemaChanges,
  withClient,
} from './index.js';

class Happened {
  @Field(integer()) number!: number;
}
const happened = event({
  subject: 'evt.test.thing-happened.v1',
  payload: Happened,
  summary: 'An event of this test',
});

let schemas: TestSchemas;
let one: Database;
let two: Database;

beforeAll(async () => {
  schemas = await TestSchemas.create();
  [one, two] = await Promise.all([schemas.open('one'), schemas.open('two')]);
});

afterAll(() => schemas.remove());

describe('a service’s database', () => {
  it('tables of libs/persistence: entities equal migrations', async () => {
    expect(await pendingSchemaChanges(one)).toEqual([]);
  });

  it('Database: a service cannot read the schema of another service', async () => {
    await expect(one.query('SELECT * FROM two.outbox_message')).rejects.toMatchObject({ code: '42501' });
    expect(await one.query('SELECT * FROM outbox_message')).toEqual([]);
  });

  it('Database: a time that was read goes back with its microseconds, alone and in lists, whatever way the statement takes', async () => {
    const written = '2026-11-30T08:45:00.123456Z';
    const sql = 'SELECT to_json($1::timestamptz) AS alone, to_json($2::timestamptz[]) AS listed';
    interface Row {
      readonly alone: string;
      readonly listed: readonly (string | null)[];
    }
    const [read] = await one.query<{ at: Date }>('SELECT $1::timestamptz AS at', [written]);
    const values = [read!.at, [null, read!.at]];
    const rows: Row[] = [];
    await one.each<Row>('exact each', sql, values, (row) => rows.push(row));
    const found = [
      ...(await one.query<Row>(sql, values)),
      ...(await one.prepared<Row>('exact prepared', sql, values)),
      ...(await one.transaction((tx) => one.preparedIn<Row>(tx, 'exact in', sql, values))),
      ...(await one.transaction((tx) => tx.query<Row[]>(sql, values))),
      ...rows,
    ];
    expect(
      found.map(({ alone, listed }) => [alone, ...listed].map((at) => at?.slice(0, 26) ?? null)),
    ).toEqual(Array.from({ length: 5 }, () => [written.slice(0, 26), null, written.slice(0, 26)]));
  });

  it('openDatabase: a superuser, and a login that owns schemas of others, are refused as logins of a service', async () => {
    const refused = openDatabase({ url: schemas.url, schema: 'one', entities: [], migrations: [] });
    await expect(refused).rejects.toThrow('has administrative rights, so it is not the login of one');
    const own = await loginOf(schemas.url, 'walled');
    const other = openDatabase({ url: own, schema: 'one', entities: [], migrations: [] });
    await expect(other).rejects.toThrow('owns schemas of other services');
  });

  it('openDatabase: a login whose sessions lack the schema or a limit is refused until provision made it ready', async () => {
    const url = await loginOf(schemas.url, 'unready');
    const role = new URL(url).username;
    const options = { url, schema: 'unready', entities: [], migrations: [] };
    const set = (what: string) =>
      withClient(schemas.url, async (client) => {
        const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
        await client.query(`ALTER ROLE ${role} IN DATABASE ${rows[0]!.name} ${what}`);
      });
    for (const what of ['RESET search_path', "SET timezone TO 'CET'", 'SET statement_timeout TO 0']) {
      await set(what);
      await expect(openDatabase(options)).rejects.toThrow(/is not made ready .*npm run keys -- database/);
      await loginOf(schemas.url, 'unready');
    }
    await set("SET statement_timeout TO '9s'");
    const database = await openDatabase(options);
    expect(await database.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '9s' }]);
    await database.close();
  });

  it('openDatabase: with `assert`, tables that lack a migration are refused and newer ones are not', async () => {
    const url = await loginOf(schemas.url, 'asserted');
    const options = { url, schema: 'asserted', entities: [], migrations: [] };
    await expect(openDatabase({ ...options, migrate: 'assert' })).rejects.toThrow(
      /the tables of asserted lack (\d+) of \1 migrations, first OutboxAndInbox\d+: run `main.js migrate`/,
    );
    const migrated = await openDatabase(options);
    await migrated.query("INSERT INTO migration (timestamp, name) VALUES (1, 'OfANewerVersion1')");
    await migrated.close();
    await (await openDatabase({ ...options, migrate: 'assert' })).close();
    class Later2 {
      up = () => Promise.resolve();
      down = () => Promise.resolve();
    }
    await expect(openDatabase({ ...options, migrations: [Later2], migrate: 'assert' })).rejects.toThrow(
      /lack 1 of \d+ migrations, first Later2/,
    );
  });

  it('provision: schemas of the time when services shared the rights of one user are given to the login of their service', async () => {
    await withClient(schemas.url, async (client) => {
      await client.query(`CREATE SCHEMA former; CREATE SCHEMA former_jobs; GRANT USAGE ON SCHEMA former TO PUBLIC;
        CREATE TABLE former.thing (id bigint GENERATED ALWAYS AS IDENTITY, n int);
        CREATE TABLE former_jobs.job (id serial, day date) PARTITION BY RANGE (day);
        CREATE TABLE former_jobs.job_today PARTITION OF former_jobs.job DEFAULT;
        CREATE SEQUENCE former.counter; CREATE TYPE former.state AS ENUM ('on', 'off'); CREATE DOMAIN former.small AS int;
        CREATE VIEW former.things AS TABLE former.thing;
        CREATE FUNCTION former.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
        INSERT INTO former.thing (n) VALUES (7)`);
    });
    const former = await schemas.open('former');
    try {
      expect(await former.query('UPDATE thing SET n = n + 1 RETURNING n')).toEqual([{ n: 8 }]);
      await former.query(`ALTER TABLE former_jobs.job ADD COLUMN state former.state;
        DROP VIEW things; DROP FUNCTION one(); DROP SEQUENCE counter; DROP DOMAIN small; DROP TABLE former_jobs.job_today`);
      const entitled = await former.query(
        `SELECT grantee::text FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'former' AND grantee NOT IN (nspowner, current_user::regrole)`,
      );
      expect(entitled).toEqual([]);
    } finally {
      await former.close();
    }
  });

  it('Database.each passes rows one by one, and throws what fails at one of them to its caller only', async () => {
    const sql = 'SELECT 10 / (n - $1::int) AS share FROM generate_series(1, $2::int) AS n';
    const all: number[] = [];
    await one.each<{ share: number }>('shares', sql, [0, 5], ({ share }) => all.push(share));
    expect(all).toEqual([10, 5, 3, 2, 2]);
    const refuse = () => {
      throw new Error('not this one');
    };
    for (let time = 0; time < 20; time++)
      await expect(one.each('shares', sql, [0, 5], refuse)).rejects.toThrow('not this one');
    await expect(one.each('shares', sql, [3, 5], () => undefined)).rejects.toMatchObject({ code: '22012' });
    const inside = await one.transaction(async (tx) => {
      await tx.query('CREATE TEMPORARY TABLE counted ON COMMIT DROP AS SELECT 7 AS n');
      const found: object[] = [];
      await one.each('counted', 'SELECT n FROM counted', [], (row) => found.push(row));
      return found;
    });
    expect(inside).toEqual([{ n: 7 }]);
  });

  it('Database returns int8 as a number, and throws for one that a number cannot hold', async () => {
    expect(await one.query('SELECT 9007199254740991::bigint AS id')).toEqual([
      { id: Number.MAX_SAFE_INTEGER },
    ]);
    await expect(one.query('SELECT 9007199254740993::bigint AS id')).rejects.toThrow(RangeError);
    expect(await one.query('SELECT 1::bigint AS id')).toEqual([{ id: 1 }]);
  });

  it('openDatabase: replicas that start together run each migration once', async () => {
    const replicas = await Promise.all([schemas.open('three'), schemas.open('three'), schemas.open('three')]);
    const rows = await replicas[0].query<{ name: string }>('SELECT name FROM migration');
    expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(rows.map(({ name }) => name))].sort());
    expect(rows.length).toBeGreaterThan(0);
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('Database.afterCommit runs its hook after a commit, never after a rollback', async () => {
    const ran: string[] = [];
    await one.transaction(async (tx) => one.afterCommit(tx, () => ran.push('committed')));
    const failing = one.transaction(async (tx) => {
      one.afterCommit(tx, () => ran.push('rolled back'));
      await tx.query('SELECT 1/0');
    });
    await expect(failing).rejects.toThrow('division by zero');
    expect(ran).toEqual(['committed']);
  });

  it('Database.transaction: statements inside take no second connection, so full pools do not wait for themselves', async () => {
    const { max = 10 } = one.pool.options;
    let begun = 0;
    let allBegun!: () => void;
    const everyConnectionTaken = new Promise<void>((resolve) => (allBegun = resolve));
    const work = one.transaction.bind(one, async () => {
      if (++begun === max) allBegun();
      await everyConnectionTaken;
      return one.query<{ n: number }>('SELECT 1 AS n');
    });
    expect(await Promise.all(Array.from({ length: max }, work))).toEqual(Array(max).fill([{ n: 1 }]));
  });

  it('Database.transaction: inner ones side by side fail alone, are committed though nobody awaits them, and leave no broken connection', async () => {
    await one.query('CREATE TABLE side_by_side (n int)');
    const inner = (n: number): Promise<void> =>
      one.transaction(async (tx) => {
        await tx.query('INSERT INTO side_by_side VALUES ($1)', [n]);
        if (n % 3 === 0) await tx.query('SELECT 1/0');
        await one.transaction((own) => own.query('INSERT INTO side_by_side VALUES ($1)', [100 + n]));
      });
    for (let time = 0; time < 10; time++)
      await one.transaction(async () => {
        const settled = Promise.allSettled([1, 2, 3, 4].map(inner));
        if (time % 2 === 0) await settled;
      });
    const { max = 10 } = one.pool.options;
    await Promise.all(Array.from({ length: max }, () => one.query('SELECT pg_sleep(0.01)')));
    const kept = await one.query('SELECT n, count(*) AS times FROM side_by_side GROUP BY n ORDER BY n');
    expect(kept).toEqual([1, 2, 4, 101, 102, 104].map((n) => ({ n, times: 10 })));
  });

  it('Database throws UNAVAILABLE for a statement that takes too long', async () => {
    await expect(one.query('SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)')).rejects.toMatchObject({
      code: 'UNAVAILABLE',
    });
  });
});

describe('outbox and inbox', () => {
  it('OutboxRelay publishes committed events at least once, and no event of a rolled back transaction', async () => {
    const outbox = new Outbox(one, () => ({ 'request-id': 'r1' }));
    const seen: { id: string; number: number }[] = [];
    let refuse = 3;
    const relay = new OutboxRelay(one, outbox, async (_subject, id, payload, headers) => {
      expect(headers).toEqual({ 'request-id': 'r1' });
      if (refuse-- > 0) throw new Error('the bus is down');
      seen.push({ id, number: (payload as Happened).number });
    });
    relay.start();
    for (let number = 0; number < 20; number++) {
      const attempt = one.transaction(async (tx) => {
        await outbox.append(tx, happened, { number });
        if (number % 2 === 1) throw new Error('rolled back');
      });
      await attempt.catch(() => undefined);
    }
    await eventually(
      async () => seen.length,
      (count) => count >= 10,
      10,
    );
    await relay.stop();
    expect(seen.map(({ number }) => number).sort((a, b) => a - b)).toEqual([
      0, 2, 4, 6, 8, 10, 12, 14, 16, 18,
    ]);
    expect(await relay.oldestUnpublishedSeconds()).toBe(0);
  });

  it('OutboxRelay: several relays share the events, and none is published twice', async () => {
    const outbox = new Outbox(two);
    const ids: string[] = [];
    const publish = (_subject: string, id: string) => Promise.resolve(void ids.push(id));
    await two.transaction(async (tx) => {
      for (let number = 0; number < 250; number++) await outbox.append(tx, happened, { number });
    });
    const relays = [1, 2, 3].map(() => new OutboxRelay(two, outbox, publish));
    await Promise.all(relays.map((relay) => relay.flush()));
    await Promise.all(relays.map((relay) => relay.flush()));
    expect(ids).toHaveLength(250);
    expect(new Set(ids).size).toBe(250);
  });

  it('OutboxRelay publishes all events again to a new event store', async () => {
    const outbox = new Outbox(two);
    const published: string[] = [];
    const publish = (_subject: string, id: string) => Promise.resolve(void published.push(id));
    const relay = new OutboxRelay(two, outbox, publish);
    await relay.eventStoreOpened('first');
    await two.transaction((tx) => outbox.append(tx, happened, { number: 1 }));
    await relay.flush();
    const before = [...published];
    await relay.eventStoreOpened('first');
    await relay.flush();
    expect(published).toEqual(before);
    await relay.eventStoreOpened('second');
    await relay.flush();
    expect(published.slice(before.length)).toEqual(expect.arrayContaining(before));
  });

  it('OutboxRelay: what publishing sets off does not join its transaction', async () => {
    const outbox = new Outbox(two);
    const consumers: Promise<unknown>[] = [];
    const relay: OutboxRelay = new OutboxRelay(two, outbox, async () => {
      consumers.push(relay.eventStoreOpened(randomUUID()));
      const consumer = two.transaction((tx) => tx.query('SELECT txid_current() AS tx, 1/0'));
      await expect(consumer).rejects.toThrow('division by zero');
    });
    await two.transaction(async (tx) => {
      for (let number = 0; number < 20; number++) await outbox.append(tx, happened, { number });
    });
    await relay.flush();
    await Promise.all(consumers);
    await Promise.all(Array.from({ length: two.pool.options.max }, () => two.query('SELECT 1')));
  });

  it('Database.preparedIn tells statements apart by the end of long names', async () => {
    const name = (end: string): string =>
      `a statement with a name that is longer than Postgres keeps, ${end}`;
    /* Names of prepared statements clash within one connection only. */
    const answers = await one.transaction(async (tx) => [
      await one.preparedIn<{ a: number }>(tx, name('one parameter'), 'SELECT $1::int AS a', [1]),
      await one.preparedIn<{ a: number }>(
        tx,
        name('two parameters'),
        'SELECT $1::int + $2::int AS a',
        [1, 2],
      ),
    ]);
    expect(answers).toEqual([[{ a: 1 }], [{ a: 3 }]]);
  });

  it('Inbox.once: an event takes effect once, however often it arrives', async () => {
    await one.query('CREATE TABLE effect (event_id uuid)');
    const id = randomUUID();
    const deliver = () =>
      one.transaction(async (tx) => {
        if (await Inbox.once(one, tx, 'consumer', id)) await tx.query('INSERT INTO effect VALUES ($1)', [id]);
      });
    await Promise.all(Array.from({ length: 10 }, deliver));
    expect(await one.query('SELECT * FROM effect')).toHaveLength(1);
  });
});

describe('jobs', () => {
  it('Jobs runs committed jobs, retries failures and tells the handler which attempt is the last', async () => {
    const queue = defineQueue({ name: 'greet', retryLimit: 1, retryDelaySeconds: 1, concurrency: 4 });
    const jobs = new Jobs(one);
    await jobs.start();
    const ran: [number, number, boolean][] = [];
    await jobs.work<{ number: number }>(queue, async ({ number }, { attempt, lastAttempt }) => {
      ran.push([number, attempt, lastAttempt]);
      if (number === 3) throw new Error('never works');
    });
    for (let number = 1; number <= 4; number++) {
      const attempt = one.transaction(async (tx) => {
        await jobs.send(tx, queue, { number });
        if (number === 2) throw new Error('rolled back');
      });
      await attempt.catch(() => undefined);
    }
    await eventually(
      () => jobs.depth(queue),
      (depth) => ran.length >= 4 && depth === 0,
      10,
    );
    await jobs.stop();
    expect(ran.sort()).toEqual([
      [1, 1, false],
      [3, 1, false],
      [3, 2, true],
      [4, 1, false],
    ]);
  });

  it('Jobs starts a job right after the commit, and no more at a time than the concurrency of the queue', async () => {
    const queue = defineQueue({ name: 'many', concurrency: 3 });
    const jobs = new Jobs(two);
    await jobs.start();
    let running = 0;
    let mostRunning = 0;
    let done = 0;
    await jobs.work(queue, async () => {
      mostRunning = Math.max(mostRunning, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      done++;
    });
    await two.transaction(async (tx) => {
      for (let number = 0; number < 60; number++) await jobs.send(tx, queue, { number });
    });
    await eventually(
      async () => done,
      (count) => count === 60,
      10,
    );
    await jobs.stop();
    expect(mostRunning).toBeGreaterThan(1);
    expect(mostRunning).toBeLessThanOrEqual(3);
  });
});
