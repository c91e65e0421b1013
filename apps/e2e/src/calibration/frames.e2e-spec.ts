import { randomBytes } from 'node:crypto';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { viewerScreen } from './viewer.js';

const client = new HttpClient(sharedPlatform().url);
const candidate_id = `frames-${randomBytes(4).toString('hex')}`;

const targets = [0.1, 0.9].flatMap((y) => [0.1, 0.9].map((x) => ({ x, y })));

/** Returns pictures of different heights, so that each answer shows its picture. Every twelfth has a face, which is dear to measure. */
async function film(length: number): Promise<Buffer[]> {
  const faces = await Promise.all(
    portraitsOf('franck').map(async ({ read }) =>
      sharp(await read())
        .resize(320, 256, { fit: 'cover' })
        .toBuffer(),
    ),
  );
  const wall = await sharp({ create: { width: 320, height: 256, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  return Promise.all(
    Array.from({ length }, (_, i) =>
      sharp(hasFace(i) ? faces[i % faces.length] : wall)
        .extend({ bottom: i })
        .jpeg()
        .toBuffer(),
    ),
  );
}
const hasFace = (i: number): boolean => i % 12 === 11;

describe('a batch as large as may be', () => {
  it('calibration: a batch of 240 frames is answered frame by frame in order', async () => {
    const candidate_id = `film-${randomBytes(4).toString('hex')}`;
    const created = await client.post('/api/calibration/session/create', { candidate_id });
    const { session_id } = created.body as { session_id: string };
    const pictures = await film(240);
    const frames = pictures.map((picture, i) => ({
      frame_data: picture.toString('base64'),
      frame_index: i,
      target_index: i % 4,
      target_position: targets[i % 4],
    }));
    const startedAt = performance.now();
    const { status, body } = await client.post('/api/calibration/frames/batch', {
      session_id,
      candidate_id,
      frames,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    process.stderr.write(`240 frames in one batch: ${seconds.toFixed(1)} s\n`);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ batch_size: 240, successful_frames: 20 }),
    ]);
    const { results } = body as { results: Record<string, unknown>[] };
    expect(
      results.map(({ frame_index, frame_shape, success }) => [frame_index, frame_shape, success]),
    ).toEqual(pictures.map((_, i) => [i, [256 + i, 320], hasFace(i)]));
  }, 90_000);
});

describe('frames of a real face', () => {
  it('calibration frames are measured as JSON, as a file upload and in a batch, in order', async () => {
    const picture = await portraitsOf('franck')[0]!.read();
    const frame_data = `data:image/jpeg;base64,${Buffer.from(picture).toString('base64')}`;
    const created = await client.post('/api/calibration/session/create', { candidate_id });
    const { session_id } = created.body as { session_id: string };
    await client.post('/api/screen/info', { candidate_id, ...viewerScreen });
    const ids = { session_id, candidate_id };
    const frame = { frame_data, frame_index: 0, target_index: 0, target_position: { x: 0.1, y: 0.1 } };

    const single = await client.post('/api/calibration/frame', { ...ids, ...frame, timestamp: 1764000000.5 });
    expect([single.status, single.body]).toEqual([
      200,
      expect.objectContaining({ success: true, timestamp: '2025-11-24T16:00:00.500000Z' }),
    ]);
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

describe('gaze samples of a tracker that counts nanoseconds', () => {
  const headers = { 'content-type': 'application/json' };
  const sample = (time: string, more = '') =>
    `{"gaze_vector":[0,0,-1],"gaze_origin_mm":[0,0,600],"target_position":{"x":0.1,"y":0.1},"timestamp":${time}${more}}`;

  async function newSession(): Promise<(samples: string[], more?: string) => ReturnType<HttpClient['send']>> {
    const candidate_id = `tracker-${randomBytes(4).toString('hex')}`;
    const created = await client.post('/api/calibration/session/create', { candidate_id });
    const { session_id } = created.body as { session_id: string };
    return (samples, more = '') => {
      const ids = `"session_id":"${session_id}","candidate_id":"${candidate_id}"`;
      const body = Buffer.from(`{${ids},"samples":[${samples.join()}]${more}}`);
      return client.send('POST', '/api/calibration/samples', { headers, body });
    };
  }

  it('calibration: nanoseconds arrive to the last digit, so that samples of two microseconds stay two', async () => {
    const send = await newSession();
    /* As doubles the three would be one number. */
    const times = ['1764000000123456490', '1764000000123456499', '1764000000123456500'];
    const { status, body } = await send(
      times.map((time) => sample(time)),
      ',"timestamp_unit":"ns"',
    );
    expect([status, body]).toEqual([200, expect.objectContaining({ received: 3, total: 2 })]);
    const same = ['"2025-11-24T16:00:00.123456Z"', '1764000000123.457', '"1764000000123.456"'];
    const again = await send([
      ...same.map((time) => sample(time)),
      sample('1764000000123457', ',"timestamp_unit":"us"'),
    ]);
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ received: 4, total: 2 })]);
  });

  it('calibration: a number beyond the calendar is refused by the place of its sample and names timestamp_unit', async () => {
    const send = await newSession();
    const { status, body } = await send([sample('1764000000'), sample('1764000000123456789')]);
    expect([status, body]).toMatchObject([
      422,
      {
        detail: [
          { loc: ['body', 'samples', 1, 'timestamp'], msg: expect.stringContaining('timestamp_unit') },
        ],
      },
    ]);
  });
});
