import { randomBytes } from 'node:crypto';
import { HttpClient, portraitsOf, sharedPlatform } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import { viewerScreen } from './viewer.js';

const client = new HttpClient(sharedPlatform().url);
const candidate_id = `frames-${randomBytes(4).toString('hex')}`;

describe('frames of a real face', () => {
  it('are measured as JSON, as a file and in a batch that keeps its order', async () => {
    const picture = await portraitsOf('franck')[0]!.read();
    const frame_data = `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}`;
    const created = await client.post('/api/calibration/session/create', { candidate_id });
    const { session_id } = created.body as { session_id: string };
    await client.post('/api/screen/info', { candidate_id, ...viewerScreen });
    const ids = { session_id, candidate_id };
    const frame = { frame_data, frame_index: 0, target_index: 0, target_position: { x: 0.1, y: 0.1 } };

    const single = await client.post('/api/calibration/frame', { ...ids, ...frame });
    expect([single.status, single.body]).toEqual([200, expect.objectContaining({ success: true })]);
    const { gaze_vector, gaze_origin_mm, landmarks } = single.body as Record<string, number[]>;
    expect(Math.hypot(...gaze_vector!)).toBeCloseTo(1, 6);
    expect(gaze_vector![2]).toBeLessThan(0);
    expect(gaze_origin_mm![2]).toBeGreaterThan(200);
    expect(landmarks).toHaveLength(478);

    const form = new FormData();
    for (const [name, value] of Object.entries({
      ...ids,
      frame_index: '1',
      target_index: '0',
      target_x: '0.1',
      target_y: '0.1',
    }))
      form.set(name, value);
    form.set('frame', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'frame.jpg');
    const upload = await client.post('/api/calibration/frame/upload', form);
    expect(upload.body).toMatchObject({ success: true, frame_index: 1, gaze_vector });
    expect(upload.body).not.toHaveProperty('landmarks');

    const frames = [frame, { ...frame, frame_data: 'AAAA' }, frame].map((each, i) => ({
      ...each,
      frame_index: 2 + i,
    }));
    const batch = await client.post('/api/calibration/frames/batch', { ...ids, frames });
    expect(batch.body).toMatchObject({
      batch_size: 3,
      successful_frames: 2,
      results: [
        { success: true, frame_index: 2 },
        { success: false, frame_index: 3, error: 'Invalid image data' },
        { success: true, frame_index: 4 },
      ],
    });
    const { body } = await client.get(`/api/calibration/diagnostics/${session_id}`);
    expect(body).toMatchObject({ frame_count: 4, frame_analysis: { face_detection_rate: 0.8 } });
  });
});
