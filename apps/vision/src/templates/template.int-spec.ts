import type { CallContext } from '@argus/contracts';
import { NatsBus } from '@argus/messaging';
import { Sealer, withClient } from '@argus/persistence';
import { eventually, startNats, type TestNats } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { ServiceReplica, Site } from '@argus/testing/services';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DESCRIPTOR_LENGTH, descriptorModel } from '../descriptor/descriptor-model.js';
import { Galleries } from '../gallery/galleries.service.js';
import { visionService } from '../index.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { ServiceAnalysisPool } from '../pool/analysis-pool.service.js';
import { RecognitionController } from '../recognition/recognition.controller.js';
import { startAnalysis } from '../testing/analyse-photographs.js';
import { FormerSealStore } from './former-seal.store.js';
import { sealDescriptors } from './template-codec.js';
import { TemplateStore } from './template.store.js';
import { storeFormerTemplates } from '../testing/former-templates.js';

const context = (): CallContext => ({ requestId: randomUUID(), deadline: Date.now() + 60_000 });
let site: Site;
let nats: TestNats;
let pool: AnalysisPool;
let replica: ServiceReplica;

beforeAll(async () => {
  site = await Site.create();
  pool = await startAnalysis();
  nats = await startNats();
  replica = await ServiceReplica.start(visionService, {
    site,
    overrides: [[ServiceAnalysisPool, pool]],
    connectBus: () => NatsBus.connect({ servers: nats.url, name: 'vision' }),
  });
  for (const [subject, person] of [
    ['1', 'franck'],
    ['2', 'cage'],
    ['3', 'obama'],
  ] as const)
    await enrol(subject, person);
});

afterAll(async () => {
  await replica.stop();
  await pool.stop();
  await nats.stop();
  await site.remove();
});

async function enrol(subject: string, person: string): Promise<void> {
  const photographs = [await portraitsOf(person)[0]!.read()];
  const body = { gallery: 'g', subject, photographs, quality_check: false, enrolment_id: randomUUID() };
  expect(await replica.get(RecognitionController).enrol({ body }, context())).toMatchObject({
    enrolled: true,
  });
}

/** Returns the people in the gallery of a replica that starts now. */
async function peopleAfterRestart(settings: Record<string, string> = {}): Promise<string[]> {
  const overrides = [[ServiceAnalysisPool, pool]] as const;
  const fresh = await ServiceReplica.start(visionService, { site, settings, overrides });
  const people = ['1', '2', '3'].filter((subject) => fresh.get(Galleries).of('g').has(subject));
  await fresh.stop();
  return people;
}

describe('sealed templates', () => {
  it('a sealed template opens only with its data key', async () => {
    expect(await peopleAfterRestart()).toEqual(['1', '2', '3']);
    const otherKey = join(site.folder, 'other.key');
    await writeFile(otherKey, randomBytes(32).toString('base64'), { mode: 0o600 });
    await expect(peopleAfterRestart({ DATA_KEY_FILE: otherKey })).rejects.toThrow(
      'is not the one of this database',
    );
  });

  it('a sealed template is refused when a bit is flipped, two rows are swapped, or gallery or version is changed', async () => {
    const tamper = async (sql: string, repair: string, expected: string[]) => {
      await replica.database.query(sql);
      expect(await peopleAfterRestart()).toEqual(expected);
      await replica.database.query(repair);
      expect(await peopleAfterRestart()).toEqual(['1', '2', '3']);
    };
    const flip =
      "UPDATE template SET sealed = set_bit(sealed, 400, 1 - get_bit(sealed, 400)) WHERE subject = '1'";
    await tamper(flip, flip, ['2', '3']);
    const swap = `UPDATE template SET sealed = other.sealed FROM template other
      WHERE (template.subject, other.subject) IN (('1', '2'), ('2', '1'))`;
    await tamper(swap, swap, ['3']);
    await tamper(
      "UPDATE template SET gallery = 'h' WHERE subject = '3'",
      "UPDATE template SET gallery = 'g' WHERE subject = '3'",
      ['1', '2'],
    );
    await tamper(
      "UPDATE template SET model_version = '0' WHERE subject = '3'",
      `UPDATE template SET model_version = '${descriptorModel.version}' WHERE subject = '3'`,
      ['1', '2'],
    );
  });

  it('a revoked person’s template opens nowhere: a copy that was kept is refused, and the erasure is logged without a name', async () => {
    await enrol('6', 'rihanna');
    await replica.database.query(`CREATE TABLE kept AS SELECT * FROM template WHERE subject = '6'`);
    await replica.get(RecognitionController).revoke({ body: { gallery: 'g', subject: '6' } });
    await replica.database.query(
      `UPDATE template SET sealed = kept.sealed, retired_at = NULL FROM kept WHERE template.id = kept.id`,
    );
    const fresh = await ServiceReplica.start(visionService, {
      site,
      overrides: [[ServiceAnalysisPool, pool]],
    });
    expect(['1', '6'].map((subject) => fresh.get(Galleries).of('g').has(subject))).toEqual([true, false]);
    await fresh.stop();
    expect(await replica.database.query('SELECT key_id IS NOT NULL AS logged FROM erasure')).toEqual([
      { logged: true },
    ]);
    await replica.database.query(
      `UPDATE template SET sealed = NULL, retired_at = now() WHERE subject = '6'; DROP TABLE kept`,
    );
  });

  it('a template that was sealed before people had keys gets the key of its person, and stays readable', async () => {
    const { faces } = await pool.analyse({
      photograph: await portraitsOf('rihanna')[0]!.read(),
      maxFaces: 1,
      stages: { descriptor: true, formerDescriptor: false, passiveLiveness: false, iris: false },
    });
    const identity = {
      id: randomUUID(),
      gallery: 'g',
      subject: '7',
      model: descriptorModel.name,
      modelVersion: descriptorModel.version,
    };
    const sealed = sealDescriptors(replica.get(Sealer), identity, [faces[0]!.descriptor!]);
    const keyOf = async () =>
      (
        await replica.database.query<{ key: string }>(
          `SELECT encode(substring(sealed FROM 2 FOR 4), 'hex') AS key FROM template WHERE subject = '7'`,
        )
      )[0]?.key;
    await replica.database.query(
      `INSERT INTO template (id, gallery, subject, model, model_version, sealed, position)
       SELECT $1, 'g', '7', $2, $3, $4, max(position) + 1 FROM template`,
      [identity.id, identity.model, identity.modelVersion, Buffer.from(sealed)],
    );
    const before = await keyOf();
    expect(before).toBe(Buffer.from(replica.get(Sealer).keyId).toString('hex'));
    await replica.get(FormerSealStore).sealAgain();
    expect(await keyOf()).not.toBe(before);
    await replica.get(Galleries).catchUp();
    expect(replica.get(Galleries).of('g').has('7')).toBe(true);
    await replica.get(RecognitionController).revoke({ body: { gallery: 'g', subject: '7' } });
  });

  it('rows of templates that were retired 90 days ago are deleted, but not the newest position, and no active template', async () => {
    await replica.database.query(
      `INSERT INTO template (id, gallery, subject, model, model_version, sealed, position, retired_at)
       SELECT gen_random_uuid(), 'old', days::text, 'm', '1', NULL, (SELECT max(position) FROM template) + number, now() - make_interval(days => days)
         FROM unnest(ARRAY[89, 91, 92]) WITH ORDINALITY AS given (days, number)`,
    );
    const active = () =>
      replica.database.query('SELECT id FROM template WHERE retired_at IS NULL ORDER BY id');
    const before = await active();
    await replica.get(TemplateStore).deleteLongRetired();
    const kept = await replica.database.query(
      `SELECT subject FROM template WHERE gallery = 'old' ORDER BY position`,
    );
    expect(kept).toEqual([{ subject: '89' }, { subject: '92' }]);
    expect(await active()).toEqual(before);
    await replica.database.query(`DELETE FROM template WHERE gallery = 'old'`);
  });

  it('a descriptor of an enrolled person, by either model, appears in no database or broker file in any encoding', async () => {
    const { faces } = await pool.analyse({
      photograph: await portraitsOf('franck')[0]!.read(),
      maxFaces: 1,
      stages: { descriptor: true, formerDescriptor: true, passiveLiveness: false, iris: false },
    });
    const descriptors = [faces[0]!.descriptor!, faces[0]!.formerDescriptor!];
    const former = new Map([['5', [descriptors[1]!]]]);
    await storeFormerTemplates(replica, 'g', former);
    const known = Buffer.from(`canary-${randomUUID()}`);
    await replica.database.query('CREATE TABLE canary (word text)');
    await replica.database.query('INSERT INTO canary VALUES ($1)', [known.toString()]);
    await enrol(`4 ${known.toString()}`, 'rihanna');
    await eventually(brokerFiles, (files) => files.some((file) => file.includes(known)));
    // Proves that the search works: it finds a word stored in plain text in both places.
    const databases = await databaseFiles();
    expect(databases.some((file) => file.includes(known))).toBe(true);
    const files = [...databases, ...(await brokerFiles())];
    for (const needle of descriptors.flatMap(formsOf))
      expect(files.filter((file) => file.includes(needle))).toHaveLength(0);
  });
});

/** Returns six numbers from the middle of the descriptor in every encoding that could leak. */
function formsOf(descriptor: Float32Array): Buffer[] {
  const numbers = [...descriptor.subarray(DESCRIPTOR_LENGTH / 2, DESCRIPTOR_LENGTH / 2 + 6)];
  const bytes = Buffer.from(Float32Array.from(numbers).buffer);
  const doubles = Buffer.from(Float64Array.from(numbers).buffer);
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const texts = [
    bytes.toString('hex'),
    doubles.toString('hex'),
    ...base64,
    JSON.stringify(numbers).slice(1, -1),
  ];
  return [bytes, doubles, ...texts.map((text) => Buffer.from(text))];
}

/** Reads the tables, their TOAST tables and the whole write-ahead log of the server. */
async function databaseFiles(): Promise<Buffer[]> {
  return withClient(site.databaseUrl, async (client) => {
    await client.query('CHECKPOINT');
    const { rows } = await client.query<{ file: string }>(
      `SELECT current_setting('data_directory') || '/' || path AS file FROM (
         SELECT pg_relation_filepath(oid) AS path FROM pg_class
          WHERE relkind IN ('r', 't') AND oid >= 16384
         UNION ALL SELECT 'pg_wal/' || name FROM pg_ls_waldir()) AS files WHERE path IS NOT NULL`,
    );
    return Promise.all(rows.map(({ file }) => readFile(join(file))));
  });
}

/** Reads every file that the broker stored. */
async function brokerFiles(): Promise<Buffer[]> {
  const entries = await readdir(nats.storeDirectory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name))));
}
