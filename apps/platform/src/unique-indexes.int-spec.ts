import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '@argus/persistence';
import { entitiesOf } from '@argus/service-kit';
import { createDatabase, loginOf, type TestDatabase } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from './services.js';

/* Texts in unique indexes that nobody types: ids, hashes, words of this program. A text that people type goes through fold_text. */
const byPrograms: Readonly<Record<string, string>> = {
  'account.family': 'one of five words',
  'account.username': 'as written, beside its looks',
  'account.small_letters': 'how the name looks, which folds it (ADR 66)',
  'account.capitals': 'how the name looks, which folds it (ADR 66)',
  'accuracy_curve.gallery': 'a word of the service',
  'accuracy_curve.model': 'a word of the service',
  'camera.id': 'as written, beside its folded form (UQ_camera_id)',
  'camera_frame.camera_id': 'the key of a camera',
  'camera_visit.camera_id': 'the key of a camera',
  'camera_watch.camera_id': 'the key of a camera',
  'data_key.subject': 'an id of a person as text',
  'dead_letter.consumer': 'a word of the service',
  'enrolment.enrolment_id': 'an id',
  'enrolment.gallery': 'a word of the service',
  'fixation_upload.display': 'one of three words',
  'fixation_upload.file_sha256': 'a digest',
  'gateway_traffic.gateway': 'a process chose it',
  'incident.opened_by_rule': 'a word of the service and a folded camera',
  'received_message.message_id': 'what another installation made',
  'consent.purpose': 'a word of the service',
  'withdrawal.purpose': 'a word of the service',
  'pin_attempt.key': 'a digest or an id',
  'recording.name': 'what an eye tracker called it; rows are matched as they are written',
  'idempotent_reply.caller': 'an account or an address',
  'idempotent_reply.key': 'a program chose it',
  'idempotent_reply.operation': 'a word of the contract',
  'inbox_message.consumer': 'a word of the service',
  'leave.reference': 'an id of another system',
  'login_counter.key': 'a hash of the folded name',
  'maintenance_run.task': 'one of four words',
  'measurement.equipment_type': 'one of the types',
  'measurement.name': 'a-z, 0-9 and _ only',
  'measurement_rollup.name': 'a-z, 0-9 and _ only',
  'negative_pair.gallery': 'a word of the service',
  'negative_pair.other': 'an id of a person as text',
  'negative_pair.subject': 'an id of a person as text',
  'pending_template.enrolment_id': 'an id',
  'pending_template.gallery': 'a word of the service',
  'pending_template.subject': 'an id of a person as text',
  'person.employee_id': 'a copy of what identity keeps unique',
  'production_plan.target': 'made of an id or a type',
  'rate_limit.key': 'a hash of the folded name, or an id',
  'rule.shipped_as': 'a word of the service',
  'sample.kind': 'one of a few words',
  'screen.candidate_id': 'an id of another system',
  'screen.owner': 'an id',
  'signing_key.kid': 'an id',
  'template.gallery': 'a word of the service',
  'template.subject': 'an id of a person as text',
};

/* Upserts that can meet a second unique index, and what makes them safe; the words stand in the statement. */
const handled: Readonly<Record<string, string>> = {
  recording: 'gen_random_uuid()',
  person: 'pg_advisory_xact_lock',
};

interface UniqueIndex {
  readonly table: string;
  readonly name: string;
  /** The key columns, or undefined in the place of an expression. */
  readonly columns: readonly (string | null)[];
  readonly definition: string;
  /** A row without an id is given a new one. */
  readonly isGenerated: boolean;
  readonly texts: readonly string[];
}

const stateful = services.flatMap(({ schema, ...rest }) =>
  schema === undefined ? [] : [{ schema, ...rest }],
);
let place: TestDatabase;
let databases: ReadonlyMap<string, Database>;
let indexes: ReadonlyMap<string, readonly UniqueIndex[]>;

beforeAll(async () => {
  place = await createDatabase();
  const opened = new Map<string, Database>();
  const found = new Map<string, UniqueIndex[]>();
  for (const { schema, module, migrations } of stateful) {
    const url = await loginOf(place.url, schema);
    const database = await openDatabase({ url, schema, entities: entitiesOf(module), migrations });
    opened.set(schema, database);
    found.set(schema, await database.query<UniqueIndex>(UNIQUE_INDEXES, [schema]));
  }
  databases = opened;
  indexes = found;
});
afterAll(async () => {
  for (const database of databases.values()) await database.close();
  await place.drop();
});

/* Partitions repeat the indexes of their table. */
const UNIQUE_INDEXES = `
  SELECT tab.relname AS table, idx.relname AS name, pg_get_indexdef(idx.oid) AS definition,
         array_agg(att.attname::text ORDER BY key.place) AS columns,
         bool_and(coalesce(att.attidentity <> '' OR has_default.oid IS NOT NULL, false)) AS "isGenerated",
         coalesce(array_agg(att.attname::text) FILTER (WHERE att.atttypid IN ('text'::regtype, 'varchar'::regtype)), '{}') AS texts
    FROM pg_index ind
    JOIN pg_class idx ON idx.oid = ind.indexrelid
    JOIN pg_class tab ON tab.oid = ind.indrelid
    CROSS JOIN LATERAL unnest(ind.indkey::int2[]) WITH ORDINALITY AS key (number, place)
    LEFT JOIN pg_attribute att ON att.attrelid = tab.oid AND att.attnum = key.number AND key.number > 0
    LEFT JOIN pg_attrdef has_default ON has_default.adrelid = tab.oid AND has_default.adnum = att.attnum
   WHERE (ind.indisunique OR ind.indisexclusion) AND tab.relnamespace = $1::regnamespace AND NOT tab.relispartition
     AND key.place <= ind.indnkeyatts AND tab.relname <> 'migration'
   GROUP BY tab.relname, idx.relname, idx.oid`;

const sourcesOf = (folder: string): { readonly file: string; readonly text: string }[] => {
  const root = fileURLToPath(new URL(`../../../${folder}/src`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/spec\.ts$|(^|\/)(migrations|testing)\//.test(name))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(root, name), 'utf8') }));
};

interface Upsert {
  readonly schema: string;
  readonly file: string;
  readonly table: string;
  readonly sql: string;
  /** Whether it names the index that it can meet; without, all conflicts are met alike. */
  readonly isTargeted: boolean;
}

function upsertsIn(schema: string, folder: string): Upsert[] {
  const entities = databases.get(schema)!.dataSource;
  return sourcesOf(folder).flatMap(({ file, text }) => {
    const written = [
      ...text.matchAll(/INSERT INTO (\w+)((?:(?!INSERT INTO)[^;])*?)ON CONFLICT(\s+DO NOTHING)?/g),
    ];
    const mapped = [...text.matchAll(/\.upsert\(\s*([A-Z]\w+),/g)];
    return [
      ...written.map(([sql, table, , isUntargeted]) => ({
        schema,
        file,
        table: table!,
        sql,
        isTargeted: isUntargeted === undefined,
      })),
      ...mapped.map(([sql, entity]) => ({
        schema,
        file,
        table: entities.entityMetadatas.find(({ name }) => name === entity)!.tableName,
        sql,
        isTargeted: true,
      })),
    ];
  });
}

const upserts = (): Upsert[] =>
  stateful.flatMap(({ schema, name }, index) => [
    ...upsertsIn(schema, `apps/${name}`),
    ...(index === 0 ? upsertsIn(schema, 'libs/persistence') : []),
  ]);

describe('unique indexes', () => {
  it('unique indexes: every text that people type is unique without case, through fold_text', () => {
    const typed = [...indexes.values()]
      .flat()
      .flatMap(({ table, texts }) => texts.map((column) => `${table}.${column}`))
      .filter((column) => !(column in byPrograms));
    expect(typed).toEqual([]);
  });

  it('unique indexes: every text that is said to be made by programs is in one', () => {
    const columns = [...indexes.values()]
      .flat()
      .flatMap(({ table, texts }) => texts.map((text) => `${table}.${text}`));
    expect(Object.keys(byPrograms).filter((column) => !columns.includes(column))).toEqual([]);
  });

  it('unique indexes: an upsert that names the index it can meet has no second one to meet', () => {
    const targeted = upserts().filter(({ isTargeted }) => isTargeted);
    process.stderr.write(`Upserts: ${upserts().length}, ${targeted.length} of them name their index\n`);
    expect(targeted.length).toBeGreaterThan(8);
    const second = targeted.filter(({ schema, table }) => {
      const own = indexes.get(schema)!.filter((index) => index.table === table);
      expect([table, own.length]).not.toEqual([table, 0]);
      return own.filter(({ isGenerated }) => !isGenerated).length > 1;
    });
    const surprised = second.filter(({ table, sql }) => !(table in handled && sql.includes(handled[table]!)));
    expect(surprised.map(({ file, table }) => `${file}: ${table}`)).toEqual([]);
    expect(second.map(({ table }) => table)).toEqual(Object.keys(handled));
  });

  it('unique indexes: no statement compares texts by the case rules of the database', () => {
    const stores = [...stateful.map(({ name }) => `apps/${name}`), 'libs/persistence']
      .flatMap(sourcesOf)
      .filter(({ file }) => file.endsWith('.store.ts') || file.startsWith('libs'));
    expect(stores.length).toBeGreaterThan(40);
    const byLocale = stores.filter(({ text }) => /\bILIKE\b|~\*|\b(lower|upper|initcap)\(/.test(text));
    expect(byLocale.map(({ file }) => file)).toEqual([]);
  });
});
