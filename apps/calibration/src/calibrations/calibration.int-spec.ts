import {
  calibrationLimits,
  CompletedCalibration,
  DriftResult,
  type GazeSampleBody,
  parse,
  type Principal,
  QualityView,
  ValidationResult,
} from '@argus/contracts';
import { calibrationLayouts, type Point, validationLayout } from '@argus/gaze-geometry';
import { record } from '@argus/gaze-geometry/testing';
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

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

describe('completing a session', () => {
  it('completing a session fits the calibration, reports its quality and ends the session', async () => {
    const { ids, completed } = await fixture.calibrated();
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
    expect(await fixture.replica.call(sessions.get, { params: ids })).toMatchObject({ status: 'completed' });
    expect(await refusal(fixture.replica.call(sessions.resume, { params: ids }))).toBe('SESSION_COMPLETED');
    expect(await fixture.replica.call(results.verify, { params: ids })).toMatchObject({
      exists: true,
      has_calibration_data: true,
    });
    const again = await fixture.replica.call(results.complete, { body: ids });
    expect(again.file_checksums).toEqual(completed.file_checksums);
    expect(await fixture.replica.call(results.refit, { body: { ...ids, model: 'F1' } })).toMatchObject({
      model: 'F1',
    });
    expect(await fixture.replica.call(results.quality, { params: ids })).toMatchObject({
      model: 'F1',
      validation: null,
    });
  });

  it('completing a session with too few targets and frames fails the session and names each shortage', async () => {
    const ids = await fixture.begin();
    expect(await refusal(fixture.replica.call(results.complete, { body: ids }))).toBe('FRAMES_MISSING');
    expect(await fixture.replica.call(sessions.get, { params: ids })).toMatchObject({
      status: 'in_progress',
    });
    const few = fixture.look(calibrationLayouts[4].slice(0, 3), 3).map(bodyOf);
    await fixture.replica.call(frames.samples, { body: { ...ids, samples: few } });
    const call = fixture.replica.call(results.complete, { body: ids });
    await expect(call).rejects.toMatchObject({
      code: 'CALIBRATION_INVALID',
      details: { reasons: 'Only 3 targets (need 4); Only 3 frames per target (need 10+)' },
    });
    expect(await fixture.replica.call(sessions.get, { params: ids })).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('Only 3 targets'),
    });
  });

  it('a calibration cannot be replaced for another candidate or read by another owner', async () => {
    const { ids } = await fixture.calibrated();
    const thief = await fixture.begin();
    const body = { session_id: thief.session_id, candidate_id: ids.candidate_id };
    expect(await refusal(fixture.replica.call(results.complete, { body }))).toBe('CANDIDATE_MISMATCH');
    const other: Principal = {
      family: 'attendance',
      accountId: 1,
      username: 'x',
      role: 'admin',
      sessionId: 's',
    };
    expect(await refusal(fixture.replica.call(results.download, { params: ids }, other))).toBe(
      'CALIBRATION_NOT_FOUND',
    );
  });
});

describe('a calibration in use', () => {
  it('calibration replies hold exactly the fields of their contracts', async () => {
    const { ids, completed } = await fixture.calibrated();
    const { candidate_id } = ids;
    const samples = fixture.look(validationLayout).map(bodyOf);
    const validated = await fixture.replica.call(results.validate, { body: { candidate_id, samples } });
    const drift = await fixture.replica.call(results.drift, {
      body: { candidate_id, samples, apply: false },
    });
    const quality = await fixture.replica.call(results.quality, { params: ids });
    expect(parse(CompletedCalibration, completed)).toEqual(completed);
    expect(parse(ValidationResult, validated)).toEqual(validated);
    expect(parse(DriftResult, drift)).toEqual(drift);
    expect(parse(QualityView, quality)).toEqual(quality);
  });

  it('mapping gaze returns error ellipses and marks unreliable points with a reason', async () => {
    const { ids } = await fixture.calibrated();
    const [good] = fixture.look([{ x: 0.3, y: 0.7 }], 1).map(bodyOf);
    const { points } = await fixture.replica.call(results.map, {
      body: {
        candidate_id: ids.candidate_id,
        samples: [good!, { ...good!, gaze_vector: [0, 0, 1] }, { ...good!, gaze_origin_mm: [400, 120, 610] }],
      },
    });
    expect(points[0]).toMatchObject({ valid: true, reason: null });
    expect(Math.abs(points[0]!.x_px! - 0.3 * fixture.screen.widthPx)).toBeLessThan(120);
    expect(points[0]!.error_ellipse_px!.semi_major).toBeGreaterThan(10);
    expect(points.slice(1).map(({ reason }) => reason)).toEqual(['LOOKING_AWAY', 'HEAD_OUT_OF_RANGE']);
    expect(points[1]!.x_px).toBeNull();
    const body = { candidate_id: 'nobody', samples: [good!] };
    expect(await refusal(fixture.replica.call(results.map, { body }))).toBe('CALIBRATION_NOT_FOUND');
  });

  it('mapping the maximum number of samples does not delay other calls', async () => {
    const { ids } = await fixture.calibrated();
    const [sample] = fixture.look([{ x: 0.3, y: 0.7 }], 1).map(bodyOf);
    const samples = new Array<GazeSampleBody>(calibrationLimits.maxSamples).fill(sample!);
    const answered: string[] = [];
    const map = async () => {
      const { points } = await fixture.replica.call(results.map, {
        body: { candidate_id: ids.candidate_id, samples },
      });
      answered.push('map');
      expect(points).toHaveLength(samples.length);
    };
    const verify = async () => {
      await fixture.replica.call(results.verify, { params: ids });
      answered.push('verify');
    };
    await Promise.all([map(), verify()]);
    expect(answered).toEqual(['verify', 'map']);
  });

  it('validation, drift checks and completion accept at most 100 targets', async () => {
    const { ids } = await fixture.calibrated();
    const targets = Array.from({ length: 101 }, (_, i) => ({ x: 0.2 + i * 0.006, y: 0.3 }));
    const samples = fixture.look(targets, 1).map(bodyOf);
    const body = { candidate_id: ids.candidate_id, samples };
    for (const judge of [results.validate, results.drift])
      expect(await refusal(fixture.replica.call(judge, { body: { ...body, apply: false } }))).toBe(
        'VALIDATION_FAILED',
      );
    const other = await fixture.begin();
    await fixture.replica.call(frames.samples, {
      body: { ...other, samples: fixture.look(targets, 10).map(bodyOf) },
    });
    await expect(fixture.replica.call(results.complete, { body: other })).rejects.toMatchObject({
      details: { reasons: '101 targets (at most 100)' },
    });
  });

  it('a calibration is validated only at targets that the fit never saw', async () => {
    const { ids } = await fixture.calibrated();
    const { candidate_id } = ids;
    const validate = (targets: readonly Point[]) =>
      fixture.replica.call(results.validate, {
        body: { candidate_id, samples: fixture.look(targets).map(bodyOf) },
      });
    expect(await refusal(validate(calibrationLayouts[4]))).toBe('TARGETS_SEEN');
    const { quality, recalibrate } = await validate(validationLayout);
    expect(quality).toMatchObject({ basis: 'validation', grade: 'excellent', data_loss: expect.any(Number) });
    expect(recalibrate).toEqual([]);
    expect(await fixture.replica.call(results.quality, { params: ids })).toMatchObject({
      model: 'M1',
      calibration: { basis: 'calibration', parameters: expect.any(Array) },
      validation: { basis: 'validation' },
      recalibrate: [],
    });
  });

  it('a drift check finds and corrects drift within bounds and leaves the calibration unchanged', async () => {
    const { ids } = await fixture.calibrated();
    const { candidate_id } = ids;
    const drifted = record(
      { ...fixture.viewer, biasDeg: [3, 0] },
      { targets: [{ x: 0.5, y: 0.5 }], samplesPerTarget: 30 },
      fixture.random,
    );
    const check = (apply: boolean) =>
      fixture.replica.call(results.drift, { body: { candidate_id, samples: drifted.map(bodyOf), apply } });
    expect(await check(false)).toMatchObject({
      drifted: true,
      applied: false,
      refused: null,
      recalibrate: [],
    });
    expect(await check(true)).toMatchObject({ drifted: true, applied: true, recalibrate: [] });
    expect(await check(false)).toMatchObject({ drifted: false, applied: false });
    const mapped = await fixture.replica.call(results.map, {
      body: { candidate_id, samples: drifted.slice(0, 1).map(bodyOf) },
    });
    expect(Math.abs(mapped.points[0]!.x_px! - 960)).toBeLessThan(100);
  });

  it('a calibration asks for recalibration when the screen changes', async () => {
    const { ids } = await fixture.calibrated();
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
    await fixture.replica.call(screens.save, { body });
    expect(await fixture.replica.call(results.quality, { params: ids })).toMatchObject({
      recalibrate: ['SCREEN_CHANGED'],
    });
  });
});
