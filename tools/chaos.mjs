/*
 * npm run chaos: kills the parts of a platform while clients write, and counts what is lost or doubled.
 *   npm run chaos                                            200 rounds, at least 100 000 writes, every service a process
 *   npm run chaos -- --rounds 20 --kill postgres,broker      some rounds, some victims
 *   npm run chaos -- --minutes 20                            as many rounds as the time allows
 *   npm run chaos -- --mode embedded --writes 5000 --seed 7  one process; the seed decides order and moments
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

const names = ['rounds', 'writes', 'writers', 'seed', 'kill', 'minutes', 'mode'];
wordsOf(import.meta.url, {
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
const root = await prepare('npm run chaos');
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [join(root, 'tools/chaos.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, NATS_SERVER_BIN: findNatsServer() } },
);
process.exit(status ?? 1);
