import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recognitionContract } from '@argus/contracts';
import { NatsBus } from '@argus/messaging';
import { withClient } from '@argus/persistence';
import { checkSize, eventually, startNats, type TestNats } from '@argus/testing';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Galleries } from '../gallery/galleries.service.js';
import { visionService } from '../index.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { formsOf, NeedleSearch, textFormsOf } from '../testing/needle-search.js';
import { type PlantedFace, PlantedPool } from '../testing/planted-pool.js';

/* Enrols people whose photographs and descriptors are known, and looks for these wherever bytes come to rest. `npm run check:templates` takes 1,000. */
const PEOPLE = checkSize('PLANTED_TEMPLATES', 30);
const pool = new PlantedPool();
const overrides = [[ServiceAnalysisPool, pool]] as const;
const faces = Array.from({ length: PEOPLE }, () => pool.plant());
const control = pool.plant();
let site: Site;
let nats: TestNats;
let replica: ServiceReplica;
let logged = '';
const write = process.stderr.write.bind(process.stderr);

const enrol = async (subject: string, { photograph }: PlantedFace): Promise<void> => {
  const body = { gallery: 'g', subject, photographs: [photograph], quality_check: true };
  const outcome = await replica.call(recognitionContract.operations.enrol, {
    body: { ...body, enrolment_id: randomUUID() },
  });
  expect(outcome).toMatchObject({ enrolled: true });
};

beforeAll(
  async () => {
    process.stderr.write = (line: string | Uint8Array) => {
      logged += Buffer.from(line as string).toString();
      return true;
    };
    site = await Site.create();
    nats = await startNats();
    replica = await ServiceReplica.start(visionService, {
      site,
      overrides,
      connectBus: (name) => NatsBus.connect({ servers: nats.url, name }),
    });
    for (const [index, face] of faces.entries()) await enrol(`person ${index}`, face);
  },
  60_000 + PEOPLE * 500,
);

afterAll(async () => {
  process.stderr.write = write;
  await replica.stop();
  await nats.stop();
  await site.remove();
});

/** The number of planted people whom a replica knows that starts now. */
async function knownAfterRestart(): Promise<number> {
  const fresh = await ServiceReplica.start(visionService, { site, overrides });
  const known = fresh.get(Galleries).of('g').size;
  await fresh.stop();
  return known;
}

describe('templates at rest', () => {
  it.each([
    [
      'each with another bit flipped',
      `UPDATE template SET sealed = set_bit(sealed, (position * 97 % (length(sealed) * 8))::bigint,
         1 - get_bit(sealed, (position * 97 % (length(sealed) * 8))::bigint))`,
    ],
    [
      'each with the content of the next',
      `UPDATE template SET sealed = other.sealed FROM (
         SELECT id, coalesce(lead(sealed) OVER (ORDER BY position), first_value(sealed) OVER (ORDER BY position)) AS sealed
           FROM template) other WHERE template.id = other.id`,
    ],
  ])(
    `templates at rest: all of ${PEOPLE} are refused, %s`,
    async (_, spoil) => {
      expect(await knownAfterRestart()).toBe(PEOPLE);
      await replica.database.query('CREATE TABLE kept AS SELECT id, sealed FROM template');
      await replica.database.query(spoil);
      expect(await knownAfterRestart()).toBe(0);
      await replica.database.query(
        'UPDATE template SET sealed = kept.sealed FROM kept WHERE template.id = kept.id; DROP TABLE kept',
      );
      expect(await knownAfterRestart()).toBe(PEOPLE);
    },
    60_000 + PEOPLE * 100,
  );

  it(
    `templates at rest: descriptors and photographs of ${PEOPLE} people are in no table, file, log or message, in any encoding`,
    async () => {
      /* Proves that the search works: it finds a descriptor and a photograph that somebody wrote down, in every place. */
      const written = [formsOf(control.descriptor), imageFormsOf(control)].flat();
      const [hex] = textFormsOf(written[0]!);
      await replica.database.query('CREATE TABLE leak (form bytea)');
      for (const form of written) await replica.database.query('INSERT INTO leak VALUES ($1)', [form]);
      const name = hex!.toString().slice(0, 40);
      await enrol(`x ${name}`, control);
      process.stderr.write(`${name}\n`);
      const proof = new NeedleSearch([...written, Buffer.from(name)]);
      await eventually(brokerFiles, (files) => foundIn(proof, files).length > 0);

      const places = {
        files: await databaseFiles(),
        dump: await dump(),
        broker: await brokerFiles(),
        folder: await filesBelow(site.folder),
        logs: [Buffer.from(logged)],
      };
      expect(foundIn(proof, places.files).length).toBeGreaterThanOrEqual(written.length);
      for (const place of ['dump', 'broker', 'logs'] as const)
        expect([place, foundIn(proof, places[place]).length > 0]).toEqual([place, true]);
      const needles = faces.flatMap((face) => [...formsOf(face.descriptor), ...imageFormsOf(face)]);
      const search = new NeedleSearch(needles);
      for (const [place, files] of Object.entries(places))
        expect([place, foundIn(search, files)]).toEqual([place, []]);
      const mebibytes =
        Object.values(places)
          .flat()
          .reduce((sum, { length }) => sum + length, 0) /
        2 ** 20;
      write(
        `${PEOPLE} planted people, ${needles.length} forms, ${Math.round(mebibytes)} MiB searched, 0 found\n`,
      );
    },
    60_000 + PEOPLE * 300,
  );
});

const foundIn = (search: NeedleSearch, files: readonly Buffer[]): Buffer[] =>
  files.flatMap((file) => search.foundIn(file));

const imageFormsOf = ({ photograph }: PlantedFace): Buffer[] => {
  const middle = photograph.subarray(300, 324);
  return [middle, ...textFormsOf(middle)];
};

/** Reads all that a backup copies: the files of the database, and the whole write-ahead log. */
async function databaseFiles(): Promise<Buffer[]> {
  return withClient(site.databaseUrl, async (client) => {
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ cluster: string; database: string }>(
      `SELECT current_setting('data_directory') AS cluster, oid::text AS database
         FROM pg_database WHERE datname = current_database()`,
    );
    const { cluster, database } = rows[0]!;
    return [
      ...(await filesBelow(join(cluster, 'base', database))),
      ...(await filesBelow(join(cluster, 'pg_wal'))),
    ];
  });
}

/** Returns the rows of every table as a dump writes them. */
async function dump(): Promise<Buffer[]> {
  return withClient(site.databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const table = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      texts.push(...table.rows.map(({ row }) => row));
    }
    return [Buffer.from(texts.join('\n'))];
  });
}

const brokerFiles = (): Promise<Buffer[]> => filesBelow(nats.storeDirectory);

async function filesBelow(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}
