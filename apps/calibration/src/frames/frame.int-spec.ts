import { DomainError, Instant, type ScreenInfo } from '@argus/contracts';
import { calibrationLayouts, type Point } from '@argus/gaze-geometry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  CalibrationFixture,
  frames,
  refusal,
  results,
  screens,
  sessions,
} from '../testing/calibration-fixture.js';
import { emptyPicture, pictureOf } from '../testing/scripted-vision.js';

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

describe('frames', () => {
  const frame = (image: Uint8Array, target: Point, frame_index: number, more = {}) => ({
    frame_data: `data:image/jpeg;base64,${Buffer.from(image).toString('base64')}`,
    frame_index,
    target_position: target,
    target_index: 0,
    ...more,
  });

  it('a batch of frames is measured in parts and answered frame by frame in order, and no picture is stored', async () => {
    const ids = await fixture.begin();
    const all = fixture.look(calibrationLayouts[4], 25);
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
    const {
      batch_size,
      successful_frames,
      results: answers,
    } = await fixture.replica.call(frames.batch, { body });
    expect([batch_size, successful_frames]).toEqual([100, 97]);
    expect(answers.map(({ frame_index }) => frame_index)).toEqual(all.map((_, i) => i));
    expect(answers[3]).toMatchObject({ success: false, error: 'No face detected', frame_shape: [480, 640] });
    expect(answers[4]).toMatchObject({
      success: false,
      error: 'Invalid image data: Character 10 (U+0021) does not belong to base64.',
      error_code: 'IMAGE_NOT_BASE64',
    });
    expect(answers[5]).toMatchObject({ success: false, error: 'Candidate ID mismatch' });
    expect(answers[6]).toMatchObject({
      success: true,
      gaze_vector: [...all[6]!.gaze],
      head_pose_rot: { pitch: 0.1 },
    });
    expect(Math.max(...fixture.vision.batches)).toBeLessThanOrEqual(32);

    await fixture.replica.call(frames.batch, { body: { ...body, frames: body.frames.slice(0, 10) } });
    const diagnostics = await fixture.replica.call(sessions.diagnostics, { params: ids });
    expect(diagnostics).toMatchObject({
      frame_count: 97,
      frame_analysis: { frames_per_target: { '0.9,0.9': 25 } },
    });
    expect(diagnostics.frame_analysis.face_detection_rate).toBeCloseTo(97 / 99);
    const [row] = await fixture.replica.database.query<{ text: string }>(
      "SELECT string_agg(measurement::text, ' ') AS text FROM sample WHERE session_id = $1",
      [ids.session_id],
    );
    expect(row!.text).not.toMatch(/landmarks|image|base64/);
    expect(await fixture.replica.call(results.complete, { body: ids })).toMatchObject({
      success: true,
      calibration_stats: { targets_used: 4, total_frames: 97 },
      quality: { effective_rate_hz: null, precision_rms_s2s_deg: null, precision_sd_deg: expect.any(Number) },
    });
  });

  it('a batch of frames with timestamps has a sample rate', async () => {
    const ids = await fixture.begin();
    const sent = fixture.look(calibrationLayouts[4], 12).map((sample, i) => {
      const { timestamp } = bodyOf(sample);
      return frame(pictureOf(sample), sample.target, i, { timestamp });
    });
    await fixture.replica.call(frames.batch, { body: { ...ids, frames: sent } });
    const { quality } = await fixture.replica.call(results.complete, { body: ids });
    /* The frames are 33 ms apart, except for outliers. */
    expect(quality.effective_rate_hz).toBeGreaterThan(27);
    expect(quality.effective_rate_hz).toBeLessThan(31);
    expect(quality.precision_rms_s2s_deg).toBeGreaterThan(0);
  });

  it('a single frame returns its landmarks, and a wrong candidate, session or target is refused', async () => {
    const ids = await fixture.begin();
    const [sample] = fixture.look([{ x: 0.1, y: 0.1 }], 1);
    const body = { ...ids, ...frame(pictureOf(sample!), { x: 192, y: 108 }, 0) };
    const answer = await fixture.replica.call(frames.frame, { body });
    expect(answer).toMatchObject({ success: true, target_position: { x: 192, y: 108 } });
    expect(answer.landmarks).toHaveLength(478);
    /* The fit reads the measured gaze; the estimate is the best one without a calibration. */
    expect(answer).toMatchObject({
      gaze_vector: [...sample!.gaze],
      uncalibrated_gaze: { gaze_vector: [0, 0, -1], gaze_source: 'network', model: 'scripted' },
      estimated_gaze_point: { x: 0, y: 0 },
    });
    const diagnostics = await fixture.replica.call(sessions.diagnostics, { params: ids });
    expect(diagnostics.frame_analysis.targets_covered).toEqual(['0.1,0.1']);

    const send = (more: object) =>
      refusal(fixture.replica.call(frames.frame, { body: { ...body, ...more } }));
    expect(await send({ candidate_id: 'another' })).toBe('CANDIDATE_MISMATCH');
    expect(await send({ session_id: 'nosession' })).toBe('SESSION_NOT_FOUND');
    expect(await send({ target_index: 4 })).toBe('VALIDATION_FAILED');
    expect(await send({ target_position: { x: -0.2, y: 0.5 } })).toBe('VALIDATION_FAILED');
  });

  it('frames are measured with the camera of the request, else of the screen, else an estimate, and name the source', async () => {
    const ids = await fixture.begin();
    const [sample] = fixture.look([{ x: 0.1, y: 0.1 }], 1);
    const body = { ...ids, ...frame(pictureOf(sample!), sample!.target, 0) };
    const cameraOf = (focal: number) => ({
      focal_length_x_px: focal,
      focal_length_y_px: focal,
      principal_x_px: 320,
      principal_y_px: 240,
      width_px: 640,
      height_px: 480,
    });
    const [ofScreen, ofRequest] = [cameraOf(600), cameraOf(700)];
    const { vision } = fixture;
    expect(await fixture.replica.call(frames.frame, { body })).toMatchObject({ camera_source: 'estimated' });
    expect(vision.camera ?? null).toBeNull();

    const { timestamp: _, ...saved } = await fixture.replica.call(screens.get, { params: ids });
    await fixture.replica.call(screens.save, { body: { ...saved, camera: ofScreen } as ScreenInfo });
    expect(await fixture.replica.call(screens.get, { params: ids })).toMatchObject({ camera: ofScreen });
    expect(await fixture.replica.call(frames.frame, { body })).toMatchObject({ camera_source: 'screen' });
    expect(vision.camera).toEqual(ofScreen);

    const batch = { ...ids, camera: ofRequest, frames: [frame(pictureOf(sample!), sample!.target, 1)] };
    const { results: answers } = await fixture.replica.call(frames.batch, { body: batch });
    expect(answers[0]).toMatchObject({ camera_source: 'request' });
    expect(vision.camera).toEqual(ofRequest);
    expect(await fixture.replica.call(frames.frame, { body: { ...body, camera: ofRequest } })).toMatchObject({
      camera_source: 'request',
    });
  });

  it('frames are not stored when vision is unavailable', async () => {
    const ids = await fixture.begin();
    const [sample] = fixture.look([{ x: 0.1, y: 0.1 }], 1);
    fixture.vision.failure = new DomainError('UNAVAILABLE');
    const body = { ...ids, ...frame(pictureOf(sample!), sample!.target, 0) };
    expect(await refusal(fixture.replica.call(frames.frame, { body }))).toBe('UNAVAILABLE');
    fixture.vision.failure = undefined;
    expect((await fixture.replica.call(sessions.diagnostics, { params: ids })).frame_count).toBe(0);
  });

  it('a calibration session refuses samples beyond its maximum', async () => {
    const ids = await fixture.begin();
    const samples = fixture.look(calibrationLayouts[9], 500).map(bodyOf);
    expect(await refusal(fixture.replica.call(frames.samples, { body: { ...ids, samples } }))).toBe(
      'SESSION_FULL',
    );
    expect((await fixture.replica.call(sessions.diagnostics, { params: ids })).frame_count).toBe(0);
  });

  it.each([833, 250])(
    '240 gaze samples %d µs apart are kept apart, each at its microsecond',
    async (apartUs) => {
      const ids = await fixture.begin();
      const [sample] = fixture.look([{ x: 0.1, y: 0.1 }], 1);
      const start = Instant.parse('2026-11-22T09:00:00Z')!;
      const times = Array.from({ length: 240 }, (_, at) => start.plusUs(at * apartUs));
      const samples = times.map((timestamp) => ({ ...bodyOf(sample!), timestamp }));
      expect(await fixture.replica.call(frames.samples, { body: { ...ids, samples } })).toMatchObject({
        received: 240,
        total: 240,
      });
      expect(await fixture.replica.call(frames.samples, { body: { ...ids, samples } })).toMatchObject({
        total: 240,
      });
      const stored = await fixture.replica.database.query<{ timeMs: number }>(
        'SELECT time_ms AS "timeMs" FROM sample WHERE session_id = $1 ORDER BY time_ms',
        [ids.session_id],
      );
      expect(stored.map(({ timeMs }) => Instant.ofMs(timeMs))).toEqual(times);
    },
  );
});
