import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  calibrationContract,
  calibrationFrameContract,
  calibrationScreenContract,
  calibrationSessionContract,
  DomainError,
  type GazeSampleBody,
  type Principal,
} from '@argus/contracts';
import {
  calibrationLayouts,
  type GazeSample,
  gazeMapper,
  type Point,
  Random,
  record,
  type SyntheticViewer,
  nominalPose,
  validationLayout,
} from '@argus/gaze-geometry';
import { pendingSchemaChanges, provision } from '@argus/persistence';
import { createDatabase, type TestDatabase } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvHeader } from './files/calibration-csv.file.js';
import { type CalibrationDocument, readCalibration } from './files/calibration-document.js';
import { CalibrationReplica } from './testing/calibration-replica.js';
import { emptyPicture, pictureOf } from './testing/scripted-vision.js';

const { operations: sessions } = calibrationSessionContract;
const { operations: screens } = calibrationScreenContract;
const { operations: frames } = calibrationFrameContract;
const { operations: results } = calibrationContract;

let place: TestDatabase;
let folder: string;
let replica: CalibrationReplica;

beforeAll(async () => {
  place = await createDatabase();
  await provision(place.url, ['calibration']);
  folder = await mkdtemp(join(tmpdir(), 'argus-calibration-'));
  replica = await CalibrationReplica.start(place.url, folder);
});

afterAll(async () => {
  await replica.stop();
  await place.drop();
  await rm(folder, { recursive: true, force: true });
});

const random = new Random(51);
const screenSize = { widthPx: 1920, heightPx: 1080, widthMm: 527, heightMm: 296 };
const screen = {
  ...screenSize,
  sizeSource: 'measured' as const,
  cameraPosition: 'top-center' as const,
  viewingDistanceMm: 600,
};
const viewer: SyntheticViewer = {
  screen,
  pose: { ...nominalPose(screen), rotationRad: [0.2, 0, 0] },
  eyeMm: [10, 120, 610],
  headMovementMm: 15,
  noiseDeg: 0.5,
};
const look = (targets: readonly Point[], samplesPerTarget = 20): GazeSample[] =>
  record(viewer, { targets, samplesPerTarget }, random);

const startedAtMs = Date.UTC(2026, 10, 22, 9, 0);
const bodyOf = ({ gaze, originMm, target, timeMs }: GazeSample): GazeSampleBody => ({
  target_position: target,
  timestamp: new Date(startedAtMs + timeMs),
  gaze_vector: [...gaze],
  gaze_origin_mm: [...originMm],
});

let count = 0;
async function begin(principal?: Principal, candidate = `c${++count}`) {
  const created = await replica.call(sessions.create, { body: { candidate_id: candidate } }, principal);
  const body = {
    candidate_id: candidate,
    screen_width_px: screen.widthPx,
    screen_height_px: screen.heightPx,
    screen_width_mm: screen.widthMm,
    screen_height_mm: screen.heightMm,
    dpi: 96,
    monitor_name: 'Unknown',
    camera_position: 'top-center' as const,
    distance_cm: '60',
    collection_method: 'card',
  };
  await replica.call(screens.save, { body }, principal);
  return { session_id: created.session_id, candidate_id: candidate };
}

async function calibrated(samples = look(calibrationLayouts[9]), principal?: Principal) {
  const ids = await begin(principal);
  await replica.call(frames.samples, { body: { ...ids, samples: samples.map(bodyOf) } }, principal);
  return { ids, completed: await replica.call(results.complete, { body: ids }, principal) };
}

const refusal = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  throw new Error('Not refused');
};

describe('the schema', () => {
  it('is what the entities say', async () => {
    expect(await pendingSchemaChanges(replica.database)).toEqual([]);
  });
});

describe('a session', () => {
  it('is created, read, linked, resumed; others are told that it does not exist', async () => {
    const somebody: Principal = {
      family: 'techtrack',
      accountId: 7,
      username: 'x',
      role: '',
      sessionId: 's',
    };
    const { session_id } = await begin(somebody);
    const path = { params: { session_id } };
    expect(await replica.call(sessions.get, path, somebody)).toMatchObject({
      exists: true,
      status: 'in_progress',
    });
    expect(await replica.call(sessions.get, path)).toMatchObject({ exists: false, session_id: null });
    expect(await replica.call(sessions.get, path, { ...somebody, accountId: 8 })).toMatchObject({
      exists: false,
    });
    expect(await refusal(replica.call(sessions.resume, path))).toBe('SESSION_NOT_FOUND');
    expect(
      await replica.call(sessions.link, { ...path, query: { interview_id: 'iv' } }, somebody),
    ).toMatchObject({ status: 'linked' });
    expect(await replica.call(sessions.resume, path, somebody)).toMatchObject({
      status: 'resumed',
      existing_frames: 0,
    });
    expect(await replica.call(sessions.diagnostics, path, somebody)).toMatchObject({
      session_info: { interview_id: 'iv', status: 'in_progress' },
    });
  });

  it('runs out of time, says so, and goes on when it is resumed', async () => {
    const ids = await begin();
    await replica.database.query("UPDATE session SET expires_at = now() - interval '1 s' WHERE id = $1", [
      ids.session_id,
    ]);
    const samples = look(calibrationLayouts[4], 1).map(bodyOf);
    expect(await refusal(replica.call(frames.samples, { body: { ...ids, samples } }))).toBe(
      'SESSION_NOT_OPEN',
    );
    const path = { params: { session_id: ids.session_id } };
    expect(await replica.call(sessions.get, path)).toMatchObject({
      status: 'failed',
      error_message: 'Session timed out',
    });
    await replica.call(sessions.resume, path);
    expect(await replica.call(sessions.get, path)).toMatchObject({
      status: 'in_progress',
      error_message: null,
    });
    expect(await replica.call(frames.samples, { body: { ...ids, samples } })).toMatchObject({
      received: 4,
      total: 4,
    });
  });

  it('is not found for ids that are none', async () => {
    for (const session_id of ['nope', "'; DROP TABLE session; --", '../../etc/passwd'])
      expect(await replica.call(sessions.get, { params: { session_id } })).toMatchObject({ exists: false });
  });
});

describe('frames', () => {
  const frame = (image: Uint8Array, target: Point, frame_index: number, more = {}) => ({
    frame_data: `data:image/jpeg;base64,${Buffer.from(image).toString('base64')}`,
    frame_index,
    target_position: target,
    target_index: 0,
    ...more,
  });

  it('are measured in parts that vision takes, answered in order, each by itself; nothing of a picture is kept', async () => {
    const ids = await begin();
    const all = look(calibrationLayouts[4], 25);
    const body = {
      ...ids,
      frames: all.map((sample, i) =>
        i === 3
          ? frame(emptyPicture, sample.target, i)
          : i === 4
            ? { ...frame(emptyPicture, sample.target, i), frame_data: 'no base64!' }
            : i === 5
              ? frame(pictureOf(sample), sample.target, i, { candidate_id: 'another' })
              : frame(pictureOf(sample), sample.target, i),
      ),
    };
    const { batch_size, successful_frames, results: answers } = await replica.call(frames.batch, { body });
    expect([batch_size, successful_frames]).toEqual([100, 97]);
    expect(answers.map(({ frame_index }) => frame_index)).toEqual(all.map((_, i) => i));
    expect(answers[3]).toMatchObject({ success: false, error: 'No face detected', frame_shape: [480, 640] });
    expect(answers[4]).toMatchObject({ success: false, error: 'Invalid image data' });
    expect(answers[5]).toMatchObject({ success: false, error: 'Candidate ID mismatch' });
    expect(answers[6]).toMatchObject({
      success: true,
      gaze_vector: [...all[6]!.gaze],
      head_pose_rot: { pitch: 0.1 },
    });
    expect(Math.max(...replica.vision.batches)).toBeLessThanOrEqual(32);

    await replica.call(frames.batch, { body: { ...body, frames: body.frames.slice(0, 10) } });
    const diagnostics = await replica.call(sessions.diagnostics, { params: ids });
    expect(diagnostics).toMatchObject({
      frame_count: 97,
      frame_analysis: { frames_per_target: { '0.9,0.9': 25 } },
    });
    expect(diagnostics.frame_analysis.face_detection_rate).toBeCloseTo(97 / 99);
    const [row] = await replica.database.query<{ text: string }>(
      "SELECT string_agg(measurement::text, ' ') AS text FROM sample WHERE session_id = $1",
      [ids.session_id],
    );
    expect(row!.text).not.toMatch(/landmarks|image|base64/);
    expect(await replica.call(results.complete, { body: ids })).toMatchObject({
      success: true,
      calibration_stats: { targets_used: 4, total_frames: 97 },
    });
  });

  it('answer one frame with its landmarks, and refuse wrong owners, sessions and targets', async () => {
    const ids = await begin();
    const [sample] = look([{ x: 0.1, y: 0.1 }], 1);
    const body = { ...ids, ...frame(pictureOf(sample!), { x: 192, y: 108 }, 0) };
    const answer = await replica.call(frames.frame, { body });
    expect(answer).toMatchObject({ success: true, target_position: { x: 192, y: 108 } });
    expect(answer.landmarks).toHaveLength(478);
    const diagnostics = await replica.call(sessions.diagnostics, { params: ids });
    expect(diagnostics.frame_analysis.targets_covered).toEqual(['0.1,0.1']);

    const send = (more: object) => refusal(replica.call(frames.frame, { body: { ...body, ...more } }));
    expect(await send({ candidate_id: 'another' })).toBe('CANDIDATE_MISMATCH');
    expect(await send({ session_id: 'nosession' })).toBe('SESSION_NOT_FOUND');
    expect(await send({ target_index: 4 })).toBe('VALIDATION_FAILED');
    expect(await send({ target_position: { x: -0.2, y: 0.5 } })).toBe('VALIDATION_FAILED');
  });

  it('are not kept when vision cannot be asked', async () => {
    const ids = await begin();
    const [sample] = look([{ x: 0.1, y: 0.1 }], 1);
    replica.vision.failure = new DomainError('UNAVAILABLE');
    const body = { ...ids, ...frame(pictureOf(sample!), sample!.target, 0) };
    expect(await refusal(replica.call(frames.frame, { body }))).toBe('UNAVAILABLE');
    replica.vision.failure = undefined;
    expect((await replica.call(sessions.diagnostics, { params: ids })).frame_count).toBe(0);
  });

  it('a session takes only so many', async () => {
    const ids = await begin();
    const samples = look(calibrationLayouts[9], 500).map(bodyOf);
    expect(await refusal(replica.call(frames.samples, { body: { ...ids, samples } }))).toBe('SESSION_FULL');
    expect((await replica.call(sessions.diagnostics, { params: ids })).frame_count).toBe(0);
  });
});

describe('completing', () => {
  it('fits, reports quality, and ends the session', async () => {
    const { ids, completed } = await calibrated();
    expect(completed).toMatchObject({
      success: true,
      model: 'M1',
      calibration_stats: { targets_used: 9, total_frames: 180 },
      validation_metrics: { face_detection_rate: 1, unique_targets: 9, min_frames_per_target: 20 },
      quality: { basis: 'calibration', grade: 'excellent' },
    });
    expect(Object.values(completed.file_checksums)).toEqual(
      new Array(3).fill(expect.stringMatching(/^[0-9a-f]{8}$/)),
    );
    expect(await replica.call(sessions.get, { params: ids })).toMatchObject({ status: 'completed' });
    expect(await refusal(replica.call(sessions.resume, { params: ids }))).toBe('SESSION_COMPLETED');
    expect(await replica.call(results.verify, { params: ids })).toMatchObject({
      exists: true,
      has_calibration_data: true,
    });
    const again = await replica.call(results.complete, { body: ids });
    expect(again.file_checksums).toEqual(completed.file_checksums);
    expect(await replica.call(results.refit, { body: { ...ids, model: 'F1' } })).toMatchObject({
      model: 'F1',
    });
    expect(await replica.call(results.quality, { params: ids })).toMatchObject({
      model: 'F1',
      validation: null,
    });
  });

  it('says by name why it does not, and the session fails', async () => {
    const ids = await begin();
    expect(await refusal(replica.call(results.complete, { body: ids }))).toBe('FRAMES_MISSING');
    expect(await replica.call(sessions.get, { params: ids })).toMatchObject({ status: 'in_progress' });
    const few = look(calibrationLayouts[4].slice(0, 3), 3).map(bodyOf);
    await replica.call(frames.samples, { body: { ...ids, samples: few } });
    const call = replica.call(results.complete, { body: ids });
    await expect(call).rejects.toMatchObject({
      code: 'CALIBRATION_INVALID',
      details: { reasons: 'Only 3 targets (need 4); Only 3 frames per target (need 10+)' },
    });
    expect(await replica.call(sessions.get, { params: ids })).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('Only 3 targets'),
    });
  });

  it('never touches the calibration of another candidate or owner', async () => {
    const { ids } = await calibrated();
    const thief = await begin();
    const body = { session_id: thief.session_id, candidate_id: ids.candidate_id };
    expect(await refusal(replica.call(results.complete, { body }))).toBe('CANDIDATE_MISMATCH');
    const other: Principal = {
      family: 'attendance',
      accountId: 1,
      username: 'x',
      role: 'admin',
      sessionId: 's',
    };
    expect(await refusal(replica.call(results.download, { params: ids }, other))).toBe(
      'CALIBRATION_NOT_FOUND',
    );
  });
});

describe('the files', () => {
  it('are those of the desktop programs; a name is only a key', async () => {
    const ids = await begin(undefined, '../=evil,"c"');
    await replica.call(frames.samples, {
      body: { ...ids, samples: look(calibrationLayouts[4]).map(bodyOf) },
    });
    const completed = await replica.call(results.complete, { body: ids });
    const files = (await replica.call(results.download, { params: ids })) as Record<string, unknown>;
    const file = <T>(name: string): T => files[`${ids.candidate_id}_${name}`] as T;
    expect(Object.keys(file<object>('screen_info.json'))).toEqual([
      ...['candidate_id', 'timestamp', 'collection_method', 'screen_width_px', 'screen_height_px'],
      ...['screen_width_mm', 'screen_height_mm', 'camera_position', 'distance_cm', 'dpi'],
      ...['diagonal_inches', 'monitor_name'],
    ]);
    const csv = file<string>('calibration.csv');
    expect(csv.split('\n')[0]).toBe(csvHeader);
    expect(csvHeader.split(',')).toHaveLength(41);
    expect(csv.trim().split('\n')).toHaveLength(81);
    const npz = Buffer.from(file<string>('transform_matrix.npz'), 'base64');
    const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
    expect(completed.file_checksums.calibration_csv).toBe(sha(csv).slice(0, 8));
    expect(completed.file_checksums.transform_matrix).toBe(sha(npz).slice(0, 8));
    await numpyReads(npz, csv);
  });

  it('calibration.json maps as the service does, to 1e-9', async () => {
    const { ids } = await calibrated();
    const files = (await replica.call(results.download, { params: ids })) as Record<string, unknown>;
    const document = JSON.parse(
      JSON.stringify(files[`${ids.candidate_id}_calibration.json`]),
    ) as CalibrationDocument;
    const map = gazeMapper(readCalibration(document));
    const samples = look(validationLayout);
    const { points } = await replica.call(results.map, {
      body: { candidate_id: ids.candidate_id, samples: samples.map(bodyOf) },
    });
    samples.forEach((sample, i) => {
      expect(Math.abs(map(sample).px!.x - points[i]!.x_px!)).toBeLessThan(1e-9);
      expect(Math.abs(map(sample).px!.y - points[i]!.y_px!)).toBeLessThan(1e-9);
    });
    expect(() => readCalibration({ ...document, schemaVersion: 99 })).toThrow('schema 99');
  });
});

/** numpy opens the archive, and its STransG sends the CSV's gaze to the targets. */
async function numpyReads(npz: Uint8Array, csv: string): Promise<void> {
  try {
    execFileSync('python3', ['-c', 'import numpy'], { stdio: 'ignore' });
  } catch {
    process.stderr.write('SKIPPED: no python3 with numpy here, so nobody but us has read the npz\n');
    return;
  }
  const path = join(folder, 'matrix.npz');
  await writeFile(path, npz);
  await writeFile(join(folder, 'rows.csv'), csv);
  const script = `
import csv, numpy, sys
m = numpy.load('${path}')
S, G, V = m['STransG'], m['StG'], m['SetValues']
assert S.shape == (4, 4) and G.shape == (4, 3, 1) and V.shape == (4, 3, 1) and S.dtype == numpy.float64
R, t = S[:3, :3], S[:3, 3]
rows = list(csv.DictReader(open('${join(folder, 'rows.csv')}')))
worst = 0
for target in V[:, :, 0]:
    of = [r for r in rows if abs(float(r['set_x']) - target[0]) < 1e-6 and abs(float(r['set_y']) - target[1]) < 1e-6]
    g = numpy.mean([[float(r[k]) for k in ('gaze_x', 'gaze_y', 'gaze_z')] for r in of], axis=0)
    worst = max(worst, numpy.linalg.norm((R @ (g * -t[2] / g[2]) + t - target)[:2]))
print(worst)`;
  const worst = Number(execFileSync('python3', ['-c', script], { encoding: 'utf8' }));
  /* One eye that never moves before a screen that is turned: not exact, but the right screen. */
  expect(worst).toBeLessThan(60);
}

describe('a calibration in use', () => {
  it('maps in batches with error ellipses, and says what not to believe', async () => {
    const { ids } = await calibrated();
    const [good] = look([{ x: 0.3, y: 0.7 }], 1).map(bodyOf);
    const { points } = await replica.call(results.map, {
      body: {
        candidate_id: ids.candidate_id,
        samples: [good!, { ...good!, gaze_vector: [0, 0, 1] }, { ...good!, gaze_origin_mm: [400, 120, 610] }],
      },
    });
    expect(points[0]).toMatchObject({ valid: true, reason: null });
    expect(Math.abs(points[0]!.x_px! - 0.3 * screen.widthPx)).toBeLessThan(120);
    expect(points[0]!.error_ellipse_px!.semi_major).toBeGreaterThan(10);
    expect(points.slice(1).map(({ reason }) => reason)).toEqual(['LOOKING_AWAY', 'HEAD_OUT_OF_RANGE']);
    expect(points[1]!.x_px).toBeNull();
    const body = { candidate_id: 'nobody', samples: [good!] };
    expect(await refusal(replica.call(results.map, { body }))).toBe('CALIBRATION_NOT_FOUND');
  });

  it('is validated at targets that the fit never saw', async () => {
    const { ids } = await calibrated();
    const { candidate_id } = ids;
    const validate = (targets: readonly Point[]) =>
      replica.call(results.validate, { body: { candidate_id, samples: look(targets).map(bodyOf) } });
    expect(await refusal(validate(calibrationLayouts[4]))).toBe('TARGETS_SEEN');
    const { quality, recalibrate } = await validate(validationLayout);
    expect(quality).toMatchObject({ basis: 'validation', grade: 'excellent', data_loss: expect.any(Number) });
    expect(recalibrate).toEqual([]);
    expect(await replica.call(results.quality, { params: ids })).toMatchObject({
      model: 'M1',
      calibration: { basis: 'calibration', parameters: expect.any(Array) },
      validation: { basis: 'validation' },
      recalibrate: [],
    });
  });

  it('is checked for drift and corrected within bounds, the calibration itself unchanged', async () => {
    const { ids } = await calibrated();
    const { candidate_id } = ids;
    const drifted = record(
      { ...viewer, biasDeg: [3, 0] },
      { targets: [{ x: 0.5, y: 0.5 }], samplesPerTarget: 30 },
      random,
    );
    const check = (apply: boolean) =>
      replica.call(results.drift, { body: { candidate_id, samples: drifted.map(bodyOf), apply } });
    expect(await check(false)).toMatchObject({
      drifted: true,
      applied: false,
      refused: null,
      recalibrate: [],
    });
    expect(await check(true)).toMatchObject({ drifted: true, applied: true, recalibrate: ['DRIFTED_TWICE'] });
    expect(await check(false)).toMatchObject({ drifted: false, applied: false });
    const mapped = await replica.call(results.map, {
      body: { candidate_id, samples: drifted.slice(0, 1).map(bodyOf) },
    });
    expect(Math.abs(mapped.points[0]!.x_px! - 960)).toBeLessThan(100);
  });

  it('is out of date when the screen changes', async () => {
    const { ids } = await calibrated();
    const body = {
      candidate_id: ids.candidate_id,
      screen_width_px: 1280,
      screen_height_px: 720,
      dpi: 96,
      monitor_name: 'Unknown',
      camera_position: 'top-center' as const,
      distance_cm: '60',
      collection_method: 'automatic',
    };
    await replica.call(screens.save, { body });
    expect(await replica.call(results.quality, { params: ids })).toMatchObject({
      recalibrate: ['SCREEN_CHANGED'],
    });
  });
});

describe('screens', () => {
  it('are judged', async () => {
    const detect = (body: object) => replica.call(screens.detect, { body: body as never });
    expect(await detect({})).toMatchObject({
      validation: { valid: false, warnings: ['Screen resolution seems too low'] },
    });
    expect(
      await detect({ screen_width_px: 1920, screen_height_px: 1080, dpi: 400, other: 'kept' }),
    ).toMatchObject({
      screen_width_mm: 121.91999999999999,
      screen_height_mm: 68.58,
      other: 'kept',
      validation: { valid: true, warnings: ['Unusual DPI value: 400'] },
    });
    expect(await detect({ screen_width_px: 1920, screen_height_px: 1080, screen_width_mm: 5 })).toMatchObject(
      {
        validation: { valid: false },
      },
    );
    expect(await refusal(detect({ dpi: 0 }))).toBe('VALIDATION_FAILED');
  });
});
