/*
 * npm run bench: measures each part beside a baseline in the same run. Compare the ratios: times depend on the machine.
 *   npm run bench                     everything (about ten minutes)
 *   npm run bench -- gateway vision   some parts
 *   npm run bench -- --write bus      also writes the figures into docs/benchmarks.md
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { withResults } from './bench-page.mjs';
import { findNatsServer } from './nats-server.mjs';
import { prepare } from './prepare.mjs';
import { wordsOf } from './words.mjs';

/* What each part compares; the script of the same name in tools/bench measures it. */
const parts = {
  gateway:
    'reading and creating through the gateway with a bare handler and with Nest on Express, TypeORM and passport',
  bus: "a call of a bare handler with one of a Nest controller and with Nest's own transport, in process and over NATS",
  'bus-seal': 'calls and photographs that are sealed for the called service with ones that are not',
  calibration: 'the longest time that a large calibration call blocks other calls with the aim of 20 ms',
  cameras:
    'eight watched cameras with a plain loop of ffmpeg and face-api (skipped without ffmpeg and GStreamer)',
  equipment:
    'stored readings with bare COPY, TechTrack with a peer in Django, and memory before and during a large export',
  units: 'the CPU of each process for one unit of work, every service a process of its own',
  'equipment-rules': 'readings stored under 100 alarm rules with readings stored under none',
  'gallery-load':
    'the start of vision with 100 000 people enrolled with its start with none: time and memory',
  'gaze-direction':
    'the uncalibrated gaze of geometry and of a network with the true one of real frames (needs GAZE_FRAMES_DIR)',
  'gaze-fit':
    'calibration fits with HomTransform and an affine fit of the screen, on simulated viewers whose gaze is known',
  'gaze-frame': 'CPU time of the gaze of one camera frame with the aim of 60 ms',
  'gaze-rendered':
    'measured head pose, gaze and calibration with the true ones of rendered heads (needs HEAD_MESH_DIR)',
  gpu: "vision's models and pipeline on WebGPU with WebAssembly: outputs, times by batch size, memory (skipped without a GPU)",
  hostile:
    'stall, memory and answers of a platform under attack with what it must hold, and verification under a flood of frames',
  memory: "idle memory of the whole platform with that of a plain Node, PostgreSQL's beside it",
  paths:
    'CPU of whole paths, from log-in to a reading by MQTT, with the smallest program that does the same work',
  size: 'the packages of an image with what npm installs for it, and with the checkout of a developer',
  start:
    'the time and CPU from a start of the whole platform until it is ready with those under a plain Node',
  vision:
    'the face pipeline with face-api, its stages, its workers, and exact search in galleries of two sizes',
};
const {
  values: { write = false },
  positionals: wanted,
} = wordsOf(import.meta.url, { options: { write: { type: 'boolean' } }, names: [/^[a-z-]+$/] });
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Parts and what they compare:`);
  for (const [name, compares] of Object.entries(parts)) console.error(`  ${name.padEnd(16)} ${compares}`);
  process.exit(2);
}

const root = await prepare('npm run bench');
const node = join(root, 'node_modules/.bin/node');
const env = { ...process.env, NATS_SERVER_BIN: findNatsServer() };

/** Runs a part and shows what it prints; returns its exit status and its output. */
function run(name) {
  const child = spawn(node, [join(root, 'tools/bench', `${name}.ts`)], {
    cwd: root,
    stdio: ['inherit', 'pipe', 'inherit'],
    env,
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output: stripVTControlCharacters(output) }));
  });
}

const nodeVersion = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
const machine = `${cpus()[0]?.model}, ${cpus().length} cores, Node ${nodeVersion}`;
console.log(`${machine}. Compare the ratios, not the times.`);
const results = [];
let failed = 0;
for (const [name, compares] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}: compares ${compares}`);
  const { status, output } = await run(name);
  if (status !== 0) failed++;
  else if (!output.startsWith('SKIPPED'))
    results.push({ name, compares, machine, output, date: new Date().toISOString().slice(0, 10) });
}
if (write && results.length > 0) {
  const page = join(root, 'docs/benchmarks.md');
  const before = existsSync(page) ? readFileSync(page, 'utf8') : '';
  writeFileSync(page, withResults(before, results, Object.keys(parts)));
  console.log(`\ndocs/benchmarks.md: ${results.map(({ name }) => name).join(', ')} written`);
}
if (failed > 0)
  console.error(`\n${failed} of the parts failed${write ? '; their figures are not written' : ''}`);
process.exit(failed === 0 ? 0 : 1);
