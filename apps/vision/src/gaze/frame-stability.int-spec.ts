import { portraitsOf } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import {
  angleBetweenRad,
  apply,
  columns,
  length,
  type Matrix3,
  multiply,
  rotationOf,
  subtract,
  type Vector3,
} from '@argus/gaze-geometry';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { noStages, startAnalysis } from '../testing/analyse-photographs.js';
import type { FaceGaze } from './face-gaze.js';
import { toRotationVector } from './rotation-vector.js';

/* Frames of a real person are changed in known ways; the measured gaze must change in the same way. */

const DEGREE = Math.PI / 180;
const closedEyes = ['02888', '03979', '04000'];
const openEyes = portraitsOf('franck').filter(
  ({ name }) => !closedEyes.some((frame) => name.includes(frame)),
);

let pool: AnalysisPool;
let originals: { file: Buffer; width: number; height: number; gaze: FaceGaze }[];

async function gazeOf(photograph: Uint8Array): Promise<FaceGaze> {
  const { faces } = await pool.analyse({ photograph, maxFaces: 1, stages: noStages, gaze: { camera: null } });
  const outcome = faces[0]?.gaze;
  if (!outcome?.ok) throw new Error(`No gaze: ${outcome?.refusal}`);
  return outcome.gaze;
}

beforeAll(async () => {
  pool = await startAnalysis();
  originals = await Promise.all(
    openEyes.map(async (portrait) => {
      const file = Buffer.from(await portrait.read());
      const { width, height } = await sharp(file).metadata();
      return { file, width, height, gaze: await gazeOf(file) };
    }),
  );
});
afterAll(() => pool.stop());

interface Deviation {
  /** Error of the iris centres as a share of the distance between them. */
  readonly iris: number;
  readonly headDegrees: number;
  readonly gazeDegrees: number;
  /** Error of the head's position as a share of its distance. */
  readonly position: number;
}

interface Change {
  readonly apply: (file: Buffer, size: { width: number; height: number }) => Promise<Buffer>;
  /** Returns where a point of the original must be after the change. */
  readonly point: (
    point: { x: number; y: number },
    size: { width: number; height: number },
  ) => { x: number; y: number };
  readonly turn: Matrix3;
  readonly mirrored?: boolean;
}

const mirrorVector = ([x, y, z]: Vector3): Vector3 => [-x, y, z];

async function deviations(change: Change): Promise<Deviation[]> {
  return Promise.all(
    originals.map(async ({ file, width, height, gaze }) => {
      const size = { width, height };
      const changed = await gazeOf(await change.apply(file, size));
      const [right, left] = change.mirrored ? [gaze.left, gaze.right] : [gaze.right, gaze.left];
      const expected = [right, left].map(({ iris }) => change.point(iris, size));
      const seen = [changed.right.iris, changed.left.iris];
      const eyeDistancePx = Math.hypot(seen[0]!.x - seen[1]!.x, seen[0]!.y - seen[1]!.y);
      const errorsPx = expected.map(({ x, y }, i) => Math.hypot(x - seen[i]!.x, y - seen[i]!.y));
      const move = (vector: Vector3) => apply(change.turn, change.mirrored ? mirrorVector(vector) : vector);
      const [ax, ay, az] = gaze.headRotation;
      const head = multiply(change.turn, rotationOf(change.mirrored ? [ax, -ay, -az] : [ax, ay, az]));
      const between = multiply(rotationOf(changed.headRotation), columns(head));
      return {
        iris: Math.max(...errorsPx) / eyeDistancePx,
        headDegrees: length(toRotationVector(between)) / DEGREE,
        gazeDegrees: angleBetweenRad(move(gaze.direction), changed.direction) / DEGREE,
        position: length(subtract(move(gaze.origin), changed.origin)) / length(gaze.origin),
      };
    }),
  );
}

function worst(all: readonly Deviation[]): Deviation {
  const max = (key: keyof Deviation) => Math.max(...all.map((deviation) => deviation[key]));
  return {
    iris: max('iris'),
    headDegrees: max('headDegrees'),
    gazeDegrees: max('gazeDegrees'),
    position: max('position'),
  };
}

const upright = rotationOf([0, 0, 0]);
const same = (point: { x: number; y: number }) => point;

const turned = (degrees: number): Change => ({
  apply: async (file, { width, height }) => {
    const rotated = await sharp(file)
      .rotate(degrees, { background: '#808080' })
      .toBuffer({ resolveWithObject: true });
    const left = Math.round((rotated.info.width - width) / 2);
    const top = Math.round((rotated.info.height - height) / 2);
    return sharp(rotated.data).extract({ left, top, width, height }).png().toBuffer();
  },
  point: ({ x, y }, { width, height }) => {
    const [u, v] = apply(rotationOf([0, 0, degrees * DEGREE]), [x - width / 2, y - height / 2, 0]);
    return { x: u + width / 2, y: v + height / 2 };
  },
  turn: rotationOf([0, 0, degrees * DEGREE]),
});

const mirrored: Change = {
  apply: (file) => sharp(file).flop().png().toBuffer(),
  point: ({ x, y }, { width }) => ({ x: width - x, y }),
  turn: upright,
  mirrored: true,
};

const scaled = (by: number): Change => ({
  apply: (file, { width }) =>
    sharp(file)
      .resize(Math.round(width * by))
      .png()
      .toBuffer(),
  point: ({ x, y }) => ({ x: x * by, y: y * by }),
  turn: upright,
});

const compressed = (quality: number): Change => ({
  apply: (file) => sharp(file).jpeg({ quality }).toBuffer(),
  point: same,
  turn: upright,
});

/** Iris centres within 2 % of the eye distance, head and gaze within 3°, position within 4 %. */
const bounds: Deviation = { iris: 0.02, headDegrees: 3, gazeDegrees: 3, position: 0.04 };

describe('gaze of changed frames', () => {
  it.each([
    { name: 'rotated by 5°', change: turned(5) },
    { name: 'rotated by -12°', change: turned(-12) },
    { name: 'mirrored', change: mirrored },
    { name: 'at half size', change: scaled(0.5) },
    { name: 'at one and a half times the size', change: scaled(1.5) },
    { name: 'as JPEG of quality 80', change: compressed(80) },
    { name: 'as JPEG of quality 40', change: compressed(40) },
  ])('gaze of a frame $name: eyes, head and gaze stay within the bounds', async ({ change }) => {
    const all = await deviations(change);
    expect(all).toHaveLength(openEyes.length);
    const largest = worst(all);
    const beyond = Object.keys(bounds).filter(
      (key) => largest[key as keyof Deviation] > bounds[key as keyof Deviation],
    );
    expect({ beyond, largest }).toEqual({ beyond: [], largest });
  });
});
