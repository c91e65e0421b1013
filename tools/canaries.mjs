/*
 * npm run check:canaries: plants secrets of all kinds in a platform by every operation, crashes it, and looks for them wherever
 * they could leak.
 *   npm run check:canaries                           every operation; three inputs for those with secrets
 *   npm run check:canaries -- --cases 10 --seed 7    more inputs, other ones
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, { options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const root = await prepare('npm run check:canaries');
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [join(root, 'tools/canaries.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, NATS_SERVER_BIN: findNatsServer() } },
);
process.exit(status ?? 1);
