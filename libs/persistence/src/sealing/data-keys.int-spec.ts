import { randomBytes } from 'node:crypto';
import { checkSize, eventually } from '@argus/testing';
import { loginOf, readErasures, replayErasures, TestSchemas } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../connection/open-database.js';
import type { Database } from '../database/database.js';
import { withClient } from '../provision/with-client.js';
import { DataKeys, WrongDataKey } from './data-keys.js';
import { rewrapDataKeys } from './rewrap.js';
import { SealBroken, Sealer } from './sealer.js';

/* `npm run check:data-keys` rotates 10,000. */
const PEOPLE = checkSize('DATA_KEYS', 300);
const TURNS_PER_SECOND = 25;
const former = randomBytes(32);
let schemas: TestSchemas;
let url: string;
let database: Database;
/** The installation's keys as services find them, newest first. */
let installation = [randomBytes(32)];
const wrapping = (): Sealer => new Sealer(installation[0]!, installation.slice(1));
let keys: DataKeys;

const openKeys = (): Promise<DataKeys> => DataKeys.open(database, wrapping, former);
const sealFor = (subject: string, text: string): Promise<Uint8Array> =>
  database.transaction(async (tx) => (await keys.of(tx, subject)).seal(Buffer.from(text), 'place'));
const openFor = async (subject: string, sealed: Uint8Array): Promise<string> => {
  const sealer = (await keys.ofMany([subject])).get(subject) ?? keys.sealer;
  return Buffer.from(sealer.open(sealed, 'place')).toString();
};

beforeAll(async () => {
  schemas = await TestSchemas.create();
  database = await schemas.open('things');
  url = await loginOf(schemas.url, 'things');
  keys = await openKeys();
});
afterAll(() => schemas.remove());

describe('DataKeys', () => {
  it('DataKeys: what is sealed for a person opens with their key only, in every replica and after a restart', async () => {
    const sealed = await sealFor('ada', 'template of ada');
    await sealFor('grace', 'template of grace');
    keys = await openKeys();
    expect(await openFor('ada', sealed)).toBe('template of ada');
    await expect(openFor('grace', sealed)).rejects.toThrow(SealBroken);
    expect(() => keys.sealer.open(sealed, 'place')).toThrow(SealBroken);
  });

  it('DataKeys: fifty that seal for a new person at once share one key', async () => {
    const sealed = await Promise.all(Array.from({ length: 50 }, (_, n) => sealFor('crowd', String(n))));
    expect(new Set(sealed.map((each) => Buffer.from(each.subarray(1, 5)).toString('hex'))).size).toBe(1);
    expect(await Promise.all(sealed.map((each) => openFor('crowd', each)))).toEqual(
      Array.from({ length: 50 }, (_, n) => String(n)),
    );
  });

  it('DataKeys: a key of another installation is refused, and changes nothing', async () => {
    const before = await database.query('SELECT * FROM data_key ORDER BY subject');
    const other = new Sealer(randomBytes(32));
    await expect(DataKeys.open(database, () => other, former)).rejects.toThrow(WrongDataKey);
    expect(await database.query('SELECT * FROM data_key ORDER BY subject')).toEqual(before);
  });

  it('DataKeys: after an upgrade only the key that the stored bytes were sealed with is adopted; another changes nothing', async () => {
    const schema = 'upgraded';
    const upgraded = await openDatabase({
      url: await loginOf(schemas.url, schema),
      schema,
      entities: [],
      migrations: [],
    });
    try {
      await upgraded.query(`CREATE TABLE letter (content_sealed bytea)`);
      await upgraded.query('INSERT INTO letter VALUES ($1)', [
        Buffer.from(new Sealer(former).seal(Buffer.from('x'), 'place')),
      ]);
      await upgraded.query(`INSERT INTO data_key (subject, wrapped) VALUES ('', '')`);
      expect(await DataKeys.areKnown(upgraded)).toBe(true);
      for (const other of [randomBytes(32), randomBytes(32)])
        await expect(DataKeys.open(upgraded, wrapping, other)).rejects.toThrow(WrongDataKey);
      const adopted = await DataKeys.open(upgraded, wrapping, former);
      const [letter] = await upgraded.query<{ content_sealed: Buffer }>('SELECT * FROM letter');
      expect(Buffer.from(adopted.sealer.open(letter!.content_sealed, 'place')).toString()).toBe('x');
    } finally {
      await upgraded.close();
    }
  });

  it('DataKeys: wrapped keys of two people that are swapped open nothing', async () => {
    const sealed = await sealFor('ada', 'template');
    const swap = `UPDATE data_key SET wrapped = other.wrapped FROM data_key other
      WHERE (data_key.subject, other.subject) IN (('ada', 'grace'), ('grace', 'ada'))`;
    await database.query(swap);
    await expect(openFor('ada', sealed)).rejects.toThrow(SealBroken);
    await database.query(swap);
    expect(await openFor('ada', sealed)).toBe('template');
  });

  it('DataKeys: a service that sealed before people had keys adopts its key, so that all stays readable', async () => {
    const sealed = new Sealer(former).seal(Buffer.from('signing key'), 'place');
    await database.query(`CREATE TABLE own_key AS SELECT * FROM data_key WHERE subject = ''`);
    await database.query(`UPDATE data_key SET wrapped = '' WHERE subject = ''`);
    const adopted = await openKeys();
    expect(Buffer.from(adopted.sealer.open(sealed, 'place')).toString()).toBe('signing key');
    await database.query(
      `UPDATE data_key SET wrapped = own_key.wrapped FROM own_key WHERE data_key.subject = own_key.subject; DROP TABLE own_key`,
    );
  });
});

describe('erasure', () => {
  it('erasure: a destroyed key is logged by its random id; replayed on a restored backup it destroys the key again', async () => {
    const sealed = await sealFor('dorothy', 'template of dorothy');
    await database.query(`CREATE TABLE backup AS SELECT * FROM data_key`);
    await database.transaction((tx) => keys.destroy(tx, 'dorothy'));
    await expect(openFor('dorothy', sealed)).rejects.toThrow(SealBroken);
    const erasures = await readErasures(schemas.url);
    expect(JSON.stringify(erasures)).not.toContain('dorothy');

    await database.query(
      `TRUNCATE data_key, erasure; INSERT INTO data_key SELECT * FROM backup; DROP TABLE backup`,
    );
    expect(await openFor('dorothy', sealed)).toBe('template of dorothy');
    expect(await replayErasures(schemas.url, erasures)).toBe(1);
    await expect(openFor('dorothy', sealed)).rejects.toThrow(SealBroken);
    expect(await replayErasures(schemas.url, erasures)).toBe(0);
    expect(await readErasures(schemas.url)).toEqual(erasures);
  });
});

describe('rotation of the wrapping key', () => {
  it(
    'rotation: killed and repeated beside a service that reads and adds, no key is lost and none stays under the former one',
    async () => {
      const sealed = new Map<string, Uint8Array>();
      await database.transaction(async (tx) => {
        for (let n = 0; n < PEOPLE; n++) {
          const subject = `person ${n}`;
          sealed.set(subject, (await keys.of(tx, subject)).seal(Buffer.from(subject), 'place'));
        }
      });
      installation = [randomBytes(32), ...installation];

      let [verified, added, failed] = [0, 0, 0];
      const turn = async (n: number): Promise<void> => {
        try {
          const [subject, fresh] = [`person ${(n * 37) % PEOPLE}`, `added ${n}`];
          if ((await openFor(subject, sealed.get(subject)!)) === subject) verified++;
          sealed.set(fresh, await sealFor(fresh, fresh));
          added++;
        } catch {
          failed++;
        }
      };
      /* As they come in, whether or not the earlier ones were answered. */
      const turns: Promise<void>[] = [turn(0)];
      const startedAtMs = performance.now();
      const clock = setInterval(() => turns.push(turn(turns.length)), 1000 / TURNS_PER_SECOND);
      /* A rotation whose connection the server closes while it waits for a row, as after a kill. */
      const outcome = await withClient(schemas.url, async (client) => {
        await client.query('BEGIN');
        await client.query('SELECT FROM things.data_key WHERE subject = $1 FOR UPDATE', ['person 0']);
        const killed = rewrapDataKeys(url, 'things', wrapping()).catch((error: unknown) => error);
        /* Within a transaction the activity is that of the first look, unless it is cleared. */
        const kill = `SELECT pg_stat_clear_snapshot(); SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%wrapped%'`;
        await eventually(
          async () => (await client.query(kill)) as unknown as readonly { rowCount: number }[],
          (results) => results.at(-1)!.rowCount > 0,
        );
        await client.query('ROLLBACK');
        return killed;
      });
      expect(outcome).toBeInstanceOf(Error);
      const rest = await rewrapDataKeys(url, 'things', wrapping());
      clearInterval(clock);
      const seconds = (performance.now() - startedAtMs) / 1000;
      await Promise.all(turns);
      expect(rest).toBeGreaterThan(0);

      installation = installation.slice(0, 1);
      keys = await openKeys();
      const opened = await keys.ofMany([...sealed.keys()]);
      expect(opened.size).toBe(sealed.size);
      for (const [subject, bytes] of sealed)
        expect(Buffer.from(opened.get(subject)!.open(bytes, 'place')).toString()).toBe(subject);
      expect({ failed, some: verified > 0 && added > 0 }).toEqual({ failed: 0, some: true });
      process.stderr.write(
        `Rotation of ${PEOPLE} data keys in ${seconds.toFixed(1)} s (killed once): ${verified} reads and ${added} additions meanwhile, 0 failed\n`,
      );
    },
    60_000 + PEOPLE * 100,
  );
});
