import { angleBetweenRad, apply, degrees, rotationOf } from '@argus/gaze-geometry';
import { portraits } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { startBackend } from '../backends/start-backend.js';
import type { FaceGaze } from '../gaze/face-gaze.js';
import { GazeService } from '../gaze-frames/gaze.service.js';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { noStages, startAnalysis } from '../testing/analyse-photographs.js';
import { IntermediateModelFiles } from '../testing/intermediate-model-files.js';
import { writeDirectionNetwork, writePointNetwork } from '../testing/tiny-gaze-networks.js';

/* Networks with chosen weights, so that what comes of their answers can be computed by hand. */

let folder: string;
let photograph: Buffer;

beforeAll(async () => {
  await startBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'argus-tiny-'));
  const portrait = portraits.find(({ name }) => name.includes('franck_02159'))!;
  photograph = Buffer.from(await portrait.read());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const requestOf = (file: Uint8Array) => ({
  photograph: file,
  maxFaces: 1,
  stages: noStages,
  gaze: { camera: null },
});
async function gazeIn(pool: AnalysisPool, file: Uint8Array = photograph): Promise<FaceGaze> {
  const outcome = (await pool.analyse(requestOf(file))).faces[0]?.gaze;
  if (!outcome?.ok) throw new Error(`No gaze: ${outcome?.refusal}`);
  return outcome.gaze;
}

async function withPool<T>(gazeModel: string | undefined, run: (pool: AnalysisPool) => Promise<T>) {
  const pool = await startAnalysis({ modelFolders: { gazeModel } });
  try {
    return await run(pool);
  } finally {
    await pool.stop();
  }
}

describe('gaze without calibration', () => {
  it('uncalibrated gaze is the geometry, with its measured error, where no network is configured', async () => {
    const gaze = await withPool(undefined, (pool) => gazeIn(pool));
    expect(gaze.uncalibrated).toEqual({
      direction: gaze.direction,
      source: 'geometry',
      model: 'eyeball@2',
      expectedErrorDeg: 10.1,
    });
  });

  it('uncalibrated gaze goes to the point of a network on a screen of 344×194 mm, and the measured gaze stays', async () => {
    const path = join(folder, 'points');
    await writePointNetwork(path, { bias: [0.25, -0.1] });
    const before = await withPool(undefined, (pool) => gazeIn(pool));
    const [gaze, view] = await withPool(path, async (pool) => {
      const frames = [{ image: photograph }];
      const answer = await new GazeService(pool).analyse(
        { frames, landmarks: false },
        { deadline: Date.now() + 60_000 },
      );
      return [await gazeIn(pool), answer.frames[0]!.face!] as const;
    });
    expect(gaze.direction).toEqual(before.direction);
    expect(gaze.features!.map((value) => value.toFixed(5))).toEqual(['0.25000', '-0.10000']);
    const { direction, source, model, expectedErrorDeg } = gaze.uncalibrated;
    expect({ source, model, expectedErrorDeg }).toEqual({
      source: 'network',
      model: 'points',
      expectedErrorDeg: null,
    });
    /* The camera is 8 mm above the middle of the screen; to the user's right is to the left of the picture. */
    const along = -gaze.origin[2] / direction[2];
    expect(gaze.origin[0] + along * direction[0]).toBeCloseTo(-0.25 * 344, 2);
    expect(gaze.origin[1] + along * direction[1]).toBeCloseTo(8 + 0.4 * 194, 2);
    expect(view.uncalibrated_gaze).toEqual({
      gaze_vector: [...direction],
      gaze_yaw_rad: Math.atan2(direction[0], -direction[2]),
      gaze_pitch_rad: Math.atan2(direction[1], Math.hypot(direction[0], direction[2])),
      gaze_source: 'network',
      model: 'points',
      expected_error_deg: null,
    });
  });

  it('a network of points reads the picture of the eyes, the head and its place', async () => {
    const path = join(folder, 'mixed');
    /* x is the mean red of the strip; y is a hundredth of the distance in centimetres. */
    const matrix = Array.from({ length: 9 }, (_, i) => [i === 0 ? 1 : 0, i === 8 ? 0.01 : 0]);
    await writePointNetwork(path, { matrix, bias: [0, 0] });
    await withPool(path, async (pool) => {
      const gaze = await gazeIn(pool);
      expect(gaze.features![1]).toBeCloseTo(gaze.headTranslation[2] / 1000, 4);
      const dark = await gazeIn(pool, await sharp(photograph).linear(0.5, 0).png().toBuffer());
      expect(dark.features![0] / gaze.features![0]).toBeCloseTo(0.5, 1);
    });
  });

  it('a direction of a network has x to the right and y up, and turns with the roll of the head', async () => {
    const path = join(folder, 'directions');
    await writeDirectionNetwork(path, { bias: [0.3, 0.2, -1] });
    const turn = 12;
    const rolled = await sharp(photograph).rotate(turn, { background: '#808080' }).png().toBuffer();
    await withPool(path, async (pool) => {
      const [level, tilted] = [await gazeIn(pool), await gazeIn(pool, rolled)];
      expect(level.uncalibrated.model).toBe('directions');
      const wanted = apply(rotationOf([0, 0, level.headRotation[2]]), [0.3, -0.2, -1]);
      expect(degrees(angleBetweenRad(level.uncalibrated.direction, wanted))).toBeLessThan(1);
      const expected = apply(rotationOf([0, 0, (turn * Math.PI) / 180]), level.uncalibrated.direction);
      expect(degrees(angleBetweenRad(tilted.uncalibrated.direction, expected))).toBeLessThan(1);
      expect(
        degrees(angleBetweenRad(level.uncalibrated.direction, tilted.uncalibrated.direction)),
      ).toBeGreaterThan(3);
    });
  });

  it('a network of directions may come as the two files of OpenVINO, but only as one such network', async () => {
    const path = join(folder, 'openvino');
    const files = new IntermediateModelFiles();
    const [, , head] = ['left_eye_image', 'right_eye_image', 'head_pose_angles'].map((name, i) =>
      files.layer('Parameter', `shape="${i < 2 ? '1,3,60,60' : '1,3'}" element_type="f32"`, [], name),
    );
    /* The head's own pitch and roll make no difference; its yaw moves the answer to the right. */
    const scaled = files.layer('Multiply', '', [head!, files.constant('f32', [1, 3], [0.01, 0, 0])]);
    const answer = files.layer('Add', '', [scaled, files.constant('f32', [1, 3], [0, 0.2, -1])]);
    const [xml, weights] = files.files(answer);
    await mkdir(path);
    await writeFile(join(path, 'gaze.xml'), xml);
    await writeFile(join(path, 'gaze.bin'), weights);
    await withPool(path, async (pool) => {
      const face = (await pool.analyse(requestOf(photograph))).faces[0]!;
      if (!face.gaze?.ok) throw new Error('No gaze');
      const { direction, model } = face.gaze.gaze.uncalibrated;
      const roll = face.gaze.gaze.headRotation[2];
      const wanted = apply(rotationOf([0, 0, roll]), [0.01 * face.pose.yawDegrees, -0.2, -1]);
      expect(model).toBe('openvino');
      expect(degrees(angleBetweenRad(direction, wanted))).toBeLessThan(1);
    });
    await writeFile(join(path, 'other.xml'), xml);
    await expect(startAnalysis({ modelFolders: { gazeModel: path } })).rejects.toThrow(
      'several OpenVINO models',
    );
  });

  it('a network that answers no numbers leaves the geometry and gives no features', async () => {
    for (const [name, write] of [
      ['no point', () => writePointNetwork(join(folder, 'no point'), { bias: [NaN, 0] })],
      [
        'no direction',
        () => writeDirectionNetwork(join(folder, 'no direction'), { bias: [0, Infinity, -1] }),
      ],
      ['away', () => writeDirectionNetwork(join(folder, 'away'), { bias: [0, 0, 1] })],
    ] as const) {
      await write();
      const gaze = await withPool(join(folder, name), (pool) => gazeIn(pool));
      expect({ name, source: gaze.uncalibrated.source, features: gaze.features }).toEqual({
        name,
        source: 'geometry',
        features: null,
      });
    }
  });

  it('a network of neither shape makes the start fail and names the inputs', async () => {
    const path = join(folder, 'other');
    await writePointNetwork(path, { bias: [0, 0] });
    const file = join(path, 'model.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll('head_vector', 'head_turn'));
    await expect(startAnalysis({ modelFolders: { gazeModel: path } })).rejects.toThrow(
      /head_turn.*wanted are image, head_vector, face_origin_3d; or left_eye_image/,
    );
  });
});
