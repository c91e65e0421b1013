import { randomUUID } from 'node:crypto';
import type { Principal } from '@argus/contracts';
import { calibrationLayouts } from '@argus/gaze-geometry';
import { roundTrips } from '@argus/testing/postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bodyOf,
  CalibrationFixture,
  frames,
  refusal,
  screens,
  sessions,
} from '../testing/calibration-fixture.js';
import { newSampleOf } from './gaze-samples.js';
import { SampleService } from './sample.service.js';

let fixture: CalibrationFixture;
beforeAll(async () => {
  fixture = await CalibrationFixture.start();
});
afterAll(() => fixture.stop());

describe('a session', () => {
  it('a calibration session is created, read, linked and resumed by its owner and does not exist for others', async () => {
    const somebody: Principal = {
      family: 'techtrack',
      accountId: 7,
      username: 'x',
      role: '',
      sessionId: 's',
    };
    const { session_id } = await fixture.begin(somebody);
    const path = { params: { session_id } };
    expect(await fixture.replica.call(sessions.get, path, somebody)).toMatchObject({
      exists: true,
      status: 'in_progress',
    });
    expect(await fixture.replica.call(sessions.get, path)).toMatchObject({ exists: false, session_id: null });
    expect(await fixture.replica.call(sessions.get, path, { ...somebody, accountId: 8 })).toMatchObject({
      exists: false,
    });
    expect(await refusal(fixture.replica.call(sessions.resume, path))).toBe('SESSION_NOT_FOUND');
    expect(
      await fixture.replica.call(sessions.link, { ...path, query: { interview_id: 'iv' } }, somebody),
    ).toMatchObject({ status: 'linked' });
    expect(await fixture.replica.call(sessions.resume, path, somebody)).toMatchObject({
      status: 'resumed',
      existing_frames: 0,
    });
    expect(await fixture.replica.call(sessions.diagnostics, path, somebody)).toMatchObject({
      session_info: { interview_id: 'iv', status: 'in_progress' },
    });
  });

  it('a calibration session times out, reports it, and continues when resumed', async () => {
    const ids = await fixture.begin();
    await fixture.replica.database.query(
      "UPDATE session SET expires_at = now() - interval '1 s' WHERE id = $1",
      [ids.session_id],
    );
    const samples = fixture.look(calibrationLayouts[4], 1).map(bodyOf);
    expect(await refusal(fixture.replica.call(frames.samples, { body: { ...ids, samples } }))).toBe(
      'SESSION_NOT_OPEN',
    );
    const path = { params: { session_id: ids.session_id } };
    expect(await fixture.replica.call(sessions.get, path)).toMatchObject({
      status: 'failed',
      error_message: 'Session timed out',
    });
    await fixture.replica.call(sessions.resume, path);
    expect(await fixture.replica.call(sessions.get, path)).toMatchObject({
      status: 'in_progress',
      error_message: null,
    });
    expect(await fixture.replica.call(frames.samples, { body: { ...ids, samples } })).toMatchObject({
      received: 4,
      total: 4,
    });
  });

  it('samples of a calibration are added in five round trips: three for the session, its lock with the samples, the commit', async () => {
    const { replica } = fixture;
    const ids = await fixture.begin();
    const samples = fixture.look(calibrationLayouts[4], 1).map(bodyOf);
    const trips = await roundTrips(replica.database, () =>
      replica.call(frames.samples, { body: { ...ids, samples } }),
    );
    expect(trips).toMatchObject({ trips: 5 });
  });

  it('samples of a calibration session that was erased meanwhile are refused as of one that does not exist', async () => {
    const [sample] = fixture.look(calibrationLayouts[4], 1).map(bodyOf);
    const added = fixture.replica
      .get(SampleService)
      .add(randomUUID(), [newSampleOf(sample!, sample!.target_position)]);
    expect(await refusal(added)).toBe('SESSION_NOT_FOUND');
  });

  it('a calibration session with an invalid id does not exist', async () => {
    for (const session_id of ['nope', "'; DROP TABLE session; --", '../../etc/passwd'])
      expect(await fixture.replica.call(sessions.get, { params: { session_id } })).toMatchObject({
        exists: false,
      });
  });
});

describe('screens', () => {
  it('screen detection returns the size, warnings and whether the screen is plausible', async () => {
    const detect = (body: object) => fixture.replica.call(screens.detect, { body: body });
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
    const sliver = { screen_width_px: 1e-300, screen_height_px: 1e9 };
    const { screen_height_mm } = await detect({ ...sliver, screen_width_mm: 100_000 });
    expect(Number.isFinite(screen_height_mm)).toBe(true);
    expect(await refusal(detect({ ...sliver, screen_width_mm: 1e308 }))).toBe('VALIDATION_FAILED');
  });
});
