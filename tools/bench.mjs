/*
 * npm run bench: each part beside a baseline measured in the same run, as ratios.
 *   npm run bench                     everything (about ten minutes)
 *   npm run bench -- gateway vision   some parts
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';

/* What each compares, in words; the script of the same name in tools/bench does it. */
const parts = {
  gateway: 'reading and creating through the gateway beside a bare handler and beside the obvious way',
  bus: 'a call in process and over NATS',
  calibration: 'how long calibration calls at their largest keep others waiting',
  equipment:
    'readings written beside bare COPY, TechTrack beside its peer in Django, memory of a large export',
  'equipment-rules': 'readings through alarm rules, beside no rules',
  'gaze-fit': 'calibration fits beside HomTransform and an affine screen fit, on viewers with known truth',
  'gaze-frame': 'gaze from a camera frame',
  'gaze-rendered': 'pose, gaze and calibration on rendered heads whose gaze is known (HEAD_MESH_DIR)',
  vision: 'face pipeline beside face-api, its stages, exact search in galleries',
};
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are:`);
  for (const [name, what] of Object.entries(parts)) console.error(`  ${name.padEnd(16)} ${what}`);
  process.exit(2);
}

const root = prepare('npm run bench');
const env = { ...process.env, NATS_SERVER_BIN: findNatsServer() };
console.log(`${cpus()[0]?.model}, ${cpus().length} cores; trust the ratios, not the times`);
let failed = 0;
for (const [name, what] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}: ${what}`);
  const script = ['ts', 'mjs'].map((type) => join(root, 'tools/bench', `${name}.${type}`)).find(existsSync);
  const { status } = spawnSync(join(root, 'node_modules/.bin/node'), [script], {
    cwd: root,
    stdio: 'inherit',
    env,
  });
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
