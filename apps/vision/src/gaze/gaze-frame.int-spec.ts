import { type GazeFace, gazeBatch, type GazeFrameAnalysis } from '@argus/contracts';
import { faceless, groups, portraits, portraitsOf } from '@argus/testing/photographs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { angleBetweenRad, scale } from '@argus/gaze-geometry';
import type { AnalysisPool } from '../pool/analysis-pool.js';
import { noStages, startAnalysis } from '../testing/analyse-photographs.js';
import { GazeController } from '../gaze-frames/gaze.controller.js';
import { GazeService } from '../gaze-frames/gaze.service.js';

const DEGREE = Math.PI / 180;
const inFuture = () => ({ requestId: 'gaze', deadline: Date.now() + 60_000 });

let pool: AnalysisPool;
let controller: GazeController;

beforeAll(async () => {
  pool = await startAnalysis();
  controller = new GazeController(new GazeService(pool));
});
afterAll(() => pool.stop());

async function analyse(images: readonly Uint8Array[], landmarks = false) {
  const frames = images.map((image) => ({ image }));
  return controller.analyse({ body: { frames, landmarks } }, inFuture());
}

async function faceOf(image: Uint8Array): Promise<GazeFace> {
  const { frames } = await analyse([image]);
  if (!frames[0]?.face) throw new Error(`No face: ${frames[0]?.error}`);
  return frames[0].face;
}

const named = (...names: readonly string[]) =>
  portraits.filter((portrait) => names.some((name) => portrait.name.includes(name)));

describe('gaze of a frame', () => {
  it('gaze of a frame: the reply has every field of the contract, in pixels of the file', async () => {
    const [photograph] = named('franck_02159');
    const answer = await analyse([await photograph!.read()], true);
    expect(answer).toMatchObject({ camera_source: 'estimated', model: 'eyeball@2' });
    const [frame] = answer.frames;
    expect(frame).toMatchObject({
      error: null,
      message: null,
      width_px: 720,
      height_px: 576,
      faces_detected: 1,
    });
    const face = frame!.face!;
    expect(face.landmarks).toHaveLength(478);
    expect(face.landmarks![468]!.slice(0, 2).map(Math.fround)).toEqual(face.iris_right_px.map(Math.fround));
    expect(face.landmarks![473]!.slice(0, 2).map(Math.fround)).toEqual(face.iris_left_px.map(Math.fround));
    for (const [x, y] of face.landmarks!) {
      expect(x).toBeGreaterThanOrEqual(face.box.x - 1);
      expect(x).toBeLessThanOrEqual(face.box.x + face.box.width + 1);
      expect(y).toBeGreaterThanOrEqual(face.box.y - 1);
      expect(y).toBeLessThanOrEqual(face.box.y + face.box.height + 1);
    }
    expect(Math.hypot(...face.gaze_vector)).toBeCloseTo(1, 9);
    const [x, y, z] = face.gaze_vector as [number, number, number];
    expect(face.gaze_yaw_rad).toBeCloseTo(Math.atan2(x, -z), 12);
    expect(face.gaze_pitch_rad).toBeCloseTo(Math.asin(y), 12);
    expect(face.confidence).toBeGreaterThan(0.5);
  });

  it('gaze of a frame: closed eyes are a blink with low confidence, open eyes are not', async () => {
    const closed = ['franck_02888', 'franck_03979', 'franck_04000'];
    const answers = await Promise.all(
      portraitsOf('franck').map(async ({ name, read }) => ({ name, face: await faceOf(await read()) })),
    );
    for (const { name, face } of answers) {
      const isClosed = closed.some((frame) => name.includes(frame));
      expect({ name, blink: face.blink }).toEqual({ name, blink: isClosed });
      if (isClosed) expect(face.confidence).toBeLessThan(0.3);
      else expect(face.confidence).toBeGreaterThan(0.5);
    }
  });

  it('gaze of a frame: people who look into the lens have a gaze towards it, whatever their head pose', async () => {
    const onLens = [
      { file: 'sample1', faces: [1, 2] },
      { file: 'sample3', faces: [0, 1, 2] },
      { file: 'sample6', faces: [0, 1, 2, 3] },
    ];
    const off: number[] = [];
    for (const { file, faces } of onLens) {
      const photograph = groups.find(({ name }) => name.includes(file))!;
      const request = {
        photograph: await photograph.read(),
        maxFaces: 5,
        stages: noStages,
        gaze: { camera: null },
      };
      const analysis = await pool.analyse(request);
      for (const index of faces) {
        const outcome = analysis.faces[index]?.gaze;
        if (!outcome?.ok) throw new Error(`${file}: ${outcome?.refusal}`);
        off.push(angleBetweenRad(outcome.gaze.direction, scale(outcome.gaze.origin, -1)) / DEGREE);
      }
    }
    off.sort((one, other) => one - other);
    expect(off[off.length >> 1]).toBeLessThan(5);
    expect(off.at(-1)).toBeLessThan(8);
  });

  it('gaze of a frame: with a given camera, twice the focal length gives twice the distance', async () => {
    const [photograph] = named('franck_02159');
    const image = await photograph!.read();
    const of = (focal: number) => ({
      frames: [{ image }],
      landmarks: false,
      camera: {
        focal_length_x_px: focal,
        focal_length_y_px: focal,
        principal_x_px: 360,
        principal_y_px: 288,
        width_px: 720,
        height_px: 576,
      },
    });
    const near = await controller.analyse({ body: of(1000) }, inFuture());
    const far = await controller.analyse({ body: of(2000) }, inFuture());
    expect(near.camera_source).toBe('given');
    const depth = ({ frames }: { frames: GazeFrameAnalysis[] }) => frames[0]!.face!.gaze_origin_mm[2]!;
    expect(depth(far) / depth(near)).toBeGreaterThan(1.95);
    expect(depth(far) / depth(near)).toBeLessThan(2.1);
  });

  it('gaze batch: each bad frame gets its own error and the other frames are analysed', async () => {
    const [photograph] = named('franck_02159');
    const good = await photograph!.read();
    const tiny = await sharp(good).resize(20, 20).png().toBuffer();
    const huge = new Uint8Array(gazeBatch.maxFrameBytes + 1);
    const images = [
      good,
      new Uint8Array([1, 2, 3]),
      await faceless[0]!.read(),
      good.slice(0, 9000),
      tiny,
      huge,
      good,
    ];
    const { frames } = await analyse(images);
    expect(frames.map(({ error }) => error)).toEqual([
      null,
      'IMAGE_NOT_READABLE',
      'NO_FACE',
      'IMAGE_DAMAGED',
      'IMAGE_TOO_SMALL',
      'IMAGE_TOO_LARGE',
      null,
    ]);
    expect(frames[6]).toEqual(frames[0]);
    for (const { error, message } of frames) expect(message === null).toBe(error === null);
  });

  it('gaze of frames from clients: base64 gives the same result as bytes, what is no base64 gives IMAGE_NOT_BASE64 and its reason', async () => {
    const [photograph] = named('franck_02159');
    const image = await photograph!.read();
    const frames = [Buffer.from(image).toString('base64'), 'no base64!'].map((text) => ({
      frame_data: text,
    }));
    const measured = await new GazeService(pool).measure({ frames }, inFuture());
    expect(measured.frames[0]).toEqual((await analyse([image])).frames[0]);
    expect(measured.frames[1]).toMatchObject({
      error: 'IMAGE_NOT_BASE64',
      message: expect.stringMatching(/^Character 10 \(U\+0021\) /),
    });
  });

  it('gaze batch: more than the maximum number of bytes is refused as a whole', async () => {
    const frame = new Uint8Array(gazeBatch.maxFrameBytes);
    await expect(analyse([frame, frame, frame, new Uint8Array(1)])).rejects.toMatchObject({
      code: 'GAZE_BATCH_TOO_LARGE',
    });
  });

  it('gaze batch: the results of 240 frames come in the order of the frames', async () => {
    const [photograph] = named('franck_02159');
    const frame = await sharp(await photograph!.read())
      .resize(320, 256)
      .jpeg()
      .toBuffer();
    const black = await sharp({ create: { width: 320, height: 256, channels: 3, background: '#000' } })
      .jpeg()
      .toBuffer();
    /* Each frame has its own height. Every tenth has a face, shifted by its own number of pixels: the iris identifies it. */
    const hasFace = (i: number) => i % 10 === 9;
    const images = await Promise.all(
      Array.from({ length: 240 }, (_, i) =>
        sharp(hasFace(i) ? frame : black)
          .extend({ left: i % 120, bottom: i, background: '#808080' })
          .jpeg()
          .toBuffer(),
      ),
    );
    const { frames } = await analyse(images);
    expect(frames.map(({ error, height_px }) => [error, height_px])).toEqual(
      images.map((_, i) => [hasFace(i) ? null : 'NO_FACE', 256 + i]),
    );
    const start = frames[9]!.face!.iris_right_px[0]! - 9;
    frames.forEach(({ face }, i) => {
      if (face) expect(Math.abs(face.iris_right_px[0]! - start - (i % 120))).toBeLessThan(3);
    });
  });

  it('gaze batch: a full pool gives UNAVAILABLE with Retry-After and stays usable', async () => {
    const small = await startAnalysis({ maxQueued: 2, batchSize: 1 });
    try {
      const service = new GazeService(small);
      const [photograph] = named('franck_02159');
      const image = await photograph!.read();
      const frames = Array.from({ length: 8 }, () => ({ image }));
      const call = service.analyse({ frames, landmarks: false }, inFuture());
      await expect(call).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        details: { retryAfterSeconds: expect.any(Number) },
      });
      /* Frames of the refused batch that were accepted are still analysed. */
      while (small.queued > 0) await nextTurn();
      const again = await service.analyse({ frames: frames.slice(0, 1), landmarks: false }, inFuture());
      expect(again.frames[0]!.error).toBeNull();
    } finally {
      await small.stop();
    }
  });
});
