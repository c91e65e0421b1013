import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loginIn } from '@argus/testing/installation';
import { type Attack, means } from './attack.js';
import {
  escapes,
  keptOf,
  passwordOfSuperuser,
  readingOwn,
  readsFrom,
  refusalOf,
  schemasOf,
  servicesConnected,
  superusersConnected,
} from './database.store.js';
import { msgpack } from './msgpack.js';

const words = ['password', 'letmein12', 'hunter2hunter2', 'qwertz123', 'argus2026'];

export const databaseAttacks: readonly Attack[] = [
  {
    finding: 'S6',
    tried: 'every service leaves its role in the database: other schemas, files, programs, the audit',
    async run({ platform }) {
      const schemas = await schemasOf(platform);
      means(schemas.length >= 4, `only ${schemas.length} services have tables`);
      const through: string[] = [];
      for (const schema of schemas) {
        const url = await loginIn(platform, schema);
        const own = await refusalOf(url, readingOwn(schema));
        means(own === undefined, `${schema} cannot read its own tables: ${own}`);
        for (const sql of escapes) {
          /* A service reads its own tables; the audit is refused to its own service, too. */
          if (!readsFrom(schema, sql) && (await refusalOf(url, sql)) === undefined)
            through.push(`${schema}: ${sql}`);
        }
      }
      return {
        happened: `${schemas.length} services × ${escapes.length} statements, through: ${through.join('; ') || 'none'}`,
        fell: through.length > 0,
      };
    },
  },
  {
    finding: 'S6',
    tried: "services are connected as superuser, or know the superuser's password",
    async run({ platform }) {
      means((await servicesConnected(platform)).length > 2, 'no service is connected');
      const connected = await superusersConnected(platform);
      const password = await passwordOfSuperuser(platform);
      means(password.length > 8, 'the superuser has no password');
      const children = platform.processes();
      const knowing = children.filter((pid) =>
        readFileSync(`/proc/${pid}/environ`, 'latin1').includes(password),
      );
      return {
        happened: `superusers connected: ${connected.map((each) => JSON.stringify(each)).join(', ') || 'none'}; processes that know the password: ${knowing.length} of ${children.length}`,
        fell: connected.length + knowing.length > 0,
      };
    },
  },
  {
    finding: 'S7',
    tried: 'the password of a sign-up is found by a list of words from the row of its Idempotency-Key',
    async run(stage) {
      const key = stage.name('key');
      const username = stage.name('u');
      const body = { username, password: words[2]!, email: `${username}@example.com`, type: 'student' };
      const from = stage.address();
      const made = await stage.post('/signup', { from, body, headers: { 'idempotency-key': key } });
      means(made.status === 201, `no sign-up: ${made.status} ${made.text}`);
      const rows = await keptOf(stage.platform, key);
      means(rows.length === 1 && rows[0]!.fingerprint.length > 0, `${rows.length} rows are kept`);
      const cracked = words.filter((password) => {
        const input = { ...body, password };
        return [{ body: input }, input, password].some((value) =>
          [msgpack(value), Buffer.from(JSON.stringify(value))].some(
            (bytes) => rows[0]!.fingerprint === createHash('sha256').update(bytes).digest('hex'),
          ),
        );
      });
      return {
        happened: `${rows.length} row, ${cracked.length} of ${words.length} words fit`,
        fell: cracked.length > 0,
      };
    },
  },
];
