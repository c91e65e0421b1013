/*
 * npm run attack: does again, at full size, what an adversary once did to a platform; prints a line for each finding and whether it stood.
 * Each mode is a platform of its own, with its own PostgreSQL and broker.
 *   npm run attack                         both modes
 *   npm run attack -- services S3 S4       one mode, some findings
 *   npm run attack -- --short              in the sizes of the tests
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

wordsOf(import.meta.url, {
  options: { short: { type: 'boolean' } },
  names: ['embedded', 'services', /^S\d+[a-z]?$/],
});
const root = await prepare('npm run attack');
const { status } = spawnSync(
  join(root, 'node_modules/.bin/node'),
  [join(root, 'tools/attack.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, NATS_SERVER_BIN: findNatsServer() } },
);
process.exit(status ?? 1);
