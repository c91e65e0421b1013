import { randomBytes } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { looks, viewerScreen } from './viewer.js';

const client = new HttpClient(sharedPlatform().url);
const run = randomBytes(4).toString('hex');

describe('a calibration over HTTP', () => {
  it('calibration over HTTP: from a session to points on the screen, a validation and the erasure of the candidate', async () => {
    const candidate_id = `viewer-${run}`;
    const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
      const answer = await client.post(path, { candidate_id, ...body });
      expect([path, answer.status, answer.body]).toEqual([path, 200, answer.body]);
      return answer.body as Record<string, unknown>;
    };
    const { session_id } = await post('/api/calibration/session/create', {});
    await post('/api/screen/info', viewerScreen);
    const { calibration_config } = await post('/api/calibration/start', { session_id, targets: 9 });
    const { targets } = calibration_config as { targets: { position: { x: number; y: number } }[] };
    expect(targets).toHaveLength(9);
    await post('/api/calibration/samples', {
      session_id,
      samples: looks(targets.map(({ position }) => position)),
    });
    expect(await post('/api/calibration/complete', { session_id })).toMatchObject({ success: true });
    const [{ gaze_vector, gaze_origin_mm }] = looks([{ x: 0.25, y: 0.75 }], 1) as [
      ReturnType<typeof looks>[0],
    ];
    const { points } = await post('/api/calibration/map', { samples: [{ gaze_vector, gaze_origin_mm }] });
    expect(points).toEqual([
      expect.objectContaining({
        x_px: expect.closeTo(480, -0.5),
        y_px: expect.closeTo(810, -0.5),
        valid: true,
      }),
    ]);
    const samples = looks([
      { x: 0.3, y: 0.3 },
      { x: 0.7, y: 0.6 },
    ]);
    expect(await post('/api/calibration/validate', { samples })).toMatchObject({
      quality: { basis: 'validation', grade: 'excellent' },
      recalibrate: [],
    });
    const bad = await client.post('/api/calibration/map', {
      candidate_id,
      samples: [{ gaze_vector: [1, 2] }],
    });
    expect(bad.status).toBe(422);
    const path = `/api/calibration/candidate/${candidate_id}`;
    const erased = await client.delete(path);
    expect([erased.status, erased.body]).toEqual([
      200,
      expect.objectContaining({ candidate_id, sessions: 1, calibrations: 1, screens: 1 }),
    ]);
    expect((await client.get(`/api/calibration/verify/${candidate_id}`)).body).toMatchObject({
      exists: false,
    });
    const token = await client.post(
      '/api/calibration/session/create',
      { candidate_id },
      { token: 'nonsense' },
    );
    expect(token.status).toBe(401);
  });
});
