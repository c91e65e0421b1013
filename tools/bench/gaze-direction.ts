/*
 * Gaze without calibration on real frames whose target is known: angles from the measured eye to the target, beside those of the
 * geometry and of the network in GAZE_MODEL_DIR. Degrees; pitch is positive down.
 *   GAZE_FRAMES_DIR=… GAZE_MODEL_DIR=… node tools/bench/gaze-direction.ts     (after a build)
 * The folder has frames.json: a list of { file, camera, target_mm }, with the camera as in the API and the target in its axes.
 */
import type { CameraIntrinsics } from '@argus/contracts';
import { angleBetweenRad, anglesOf, degrees, subtract, type Vector3 } from '@argus/gaze-geometry';
import Table from 'cli-table3';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { loadModelSet } from '#vision/models/model-set.js';

interface Frame {
  readonly file: string;
  readonly camera: CameraIntrinsics;
  readonly target_mm: Vector3;
}

const folder = process.argv[2] ?? process.env.GAZE_FRAMES_DIR;
if (!folder || !existsSync(join(folder, 'frames.json'))) {
  process.stdout.write(
    'SKIPPED: no frames with known gaze; name a folder with frames.json (GAZE_FRAMES_DIR)\n',
  );
  process.exit(0);
}
const frames = JSON.parse(readFileSync(join(folder, 'frames.json'), 'utf8')) as Frame[];
await startBackend('wasm');
const analyser = new PhotographAnalyser(await loadModelSet({ gazeModel: process.env.GAZE_MODEL_DIR }));
const stages = { descriptor: false, passiveLiveness: false, iris: false };

const show = (direction: Vector3): string => {
  const { yawRad, pitchRad } = anglesOf(direction);
  return `${degrees(yawRad).toFixed(1)}, ${degrees(pitchRad).toFixed(1)}`;
};
const rows: string[][] = [];
const errors: { geometry: number; network: number }[] = [];
let name = 'no network';
for (const { file, camera, target_mm: target } of frames) {
  const photograph = readFileSync(join(folder, file));
  const [result] = await analyser.analyse([{ photograph, maxFaces: 1, stages, gaze: { camera } }]);
  const outcome = result?.status === 'fulfilled' ? result.value.faces[0]?.gaze : undefined;
  if (!outcome?.ok) {
    rows.push([file, outcome?.refusal ?? 'no face']);
    continue;
  }
  const { origin, direction, uncalibrated, features, right, left } = outcome.gaze;
  const truth = subtract(target, origin);
  const error = (of: Vector3) => degrees(angleBetweenRad(of, truth));
  if (uncalibrated.source === 'network') name = uncalibrated.model;
  errors.push({ geometry: error(direction), network: error(uncalibrated.direction) });
  rows.push([
    file,
    show(truth),
    `${show(direction)} (${error(direction).toFixed(1)})`,
    `${show(uncalibrated.direction)} (${error(uncalibrated.direction).toFixed(1)})`,
    features?.map((value) => value.toFixed(2)).join(', ') ?? '–',
    ((right.openness + left.openness) / 2).toFixed(2),
  ]);
}
const mean = (key: 'geometry' | 'network') =>
  (errors.reduce((sum, error) => sum + error[key], 0) / errors.length).toFixed(1);
rows.push(['mean error', '', mean('geometry'), mean('network'), '', '']);
const table = new Table({
  head: ['frame', 'true yaw, pitch', 'geometry (error)', `${name} (error)`, 'features', 'openness'],
  style: { head: [], border: [] },
});
table.push(...rows);
process.stdout.write(`${String(table)}\n`);
