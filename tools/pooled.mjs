/*
 * npm run check:pooled: runs every service by itself on PgBouncer in transaction mode and three NATS servers, kills a server after the other while
 * clients write, and counts what is lost or doubled. PGBOUNCER_BIN names a PgBouncer of 1.21 or later.
 *   npm run check:pooled                                         10 rounds, at least 5000 writes
 *   npm run check:pooled -- --rounds 40 --kill postgres,pooler   some rounds, some victims
 *   npm run check:pooled -- --rounds 1 --e2e                     runs the end-to-end suites there besides
 *   npm run check:pooled -- --minutes 3 --seed 7                 as many rounds as the time allows; the seed decides order and moments
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

const names = ['rounds', 'writes', 'writers', 'seed', 'kill', 'minutes'];
wordsOf(import.meta.url, {
  options: {
    ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    e2e: { type: 'boolean' },
  },
});
const pooler = process.env.PGBOUNCER_BIN ?? 'pgbouncer';
const { stdout } = spawnSync(pooler, ['--version'], { encoding: 'utf8' });
const [, major, minor] = /PgBouncer (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
if (!(Number(major) > 1 || Number(minor) >= 21)) {
  console.error(
    `${pooler} is no PgBouncer of 1.21 or later, which keeps named statements: set PGBOUNCER_BIN. Not run.`,
  );
  process.exit(2);
}
const root = await prepare('npm run check:pooled');
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [join(root, 'tools/pooled.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, NATS_SERVER_BIN: findNatsServer() } },
);
process.exit(status ?? 1);
