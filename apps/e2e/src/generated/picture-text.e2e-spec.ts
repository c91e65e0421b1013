import { randomBytes } from 'node:crypto';
import { type AnyOperation, contracts, fieldsOf, listClass, livenessSeries } from '@argus/contracts';
import { HttpClient, sharedPlatform } from '@argus/testing';
import { portraitsOf } from '@argus/testing/photographs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { AttendanceClient, type Task } from '../attendance/attendance-client.js';
import { viewerScreen } from '../calibration/viewer.js';

const { url, admin } = sharedPlatform();
const attendance = new AttendanceClient(url, admin);
const strangers = new HttpClient(url);
const candidate_id = `pictures-${randomBytes(4).toString('hex')}`;
let token: string;
let session_id: string;
let photograph: string;
beforeAll(async () => {
  ({ access: token } = await attendance.login());
  const created = await strangers.post('/api/calibration/session/create', { candidate_id });
  ({ session_id } = created.body as { session_id: string });
  await strangers.post('/api/screen/info', { candidate_id, ...viewerScreen });
  const small = await sharp(await portraitsOf('franck')[0]!.read())
    .resize({ width: 320 })
    .jpeg()
    .toBuffer();
  photograph = small.toString('base64');
});

const place = { frame_index: 0, target_index: 0, target_position: { x: 0.1, y: 0.1 } };

/** A request of every operation that takes a picture as text, with that text as picture. */
const requests: Readonly<Record<string, (picture: string) => object>> = {
  '/api/v1/face/enroll/': (picture) => ({ employee_id: 'X', images: [picture, picture, picture] }),
  '/api/v1/face/verify/': (image) => ({ image }),
  '/api/v1/face/bulk-verify/': (image) => ({ images: [{ id: 'one', image }] }),
  '/api/v1/face/liveness/challenges/{challenge_id}/answer/': (image) => ({
    nonce: 'none',
    frames: Array.from({ length: livenessSeries.minFrames }, (_, i) => ({ image, at_ms: i * 150 })),
  }),
  '/api/v1/presence/badge/': (image) => ({ image }),
  '/api/v1/mobile/check-in/': (image) => ({
    image,
    location: { latitude: 52.5, longitude: 13.4 },
    timestamp: new Date().toISOString(),
  }),
  '/api/v1/security/report-incident/': (image) => ({ type: 'tailgating', description: 'Two came in', image }),
  '/api/calibration/frame': (frame_data) => ({ session_id, candidate_id, frame_data, ...place }),
  '/api/calibration/frames/batch': (frame_data) => ({
    session_id,
    candidate_id,
    frames: [{ frame_data, ...place }],
  }),
  '/api/calibration/gaze': (frame_data) => ({ frames: [{ frame_data }] }),
};

const takesPicture = (Class: new () => unknown, seen = new Set<unknown>()): boolean => {
  const Item = listClass(Class)?.Item ?? Class;
  if (seen.has(Item)) return false;
  seen.add(Item);
  return fieldsOf(Item).some(
    ({ type }) => type.text === 'picture' || (type.refers?.() ?? []).some((each) => takesPicture(each, seen)),
  );
};

describe('pictures sent as text', () => {
  it('pictures: every operation of the contracts that takes one as text is tried here', () => {
    const paths = contracts
      .flatMap(({ operations }) => Object.values<AnyOperation>(operations))
      .filter(({ http, body }) => http && body && takesPicture(body))
      .map(({ http }) => http!.path);
    expect(Object.keys(requests).sort()).toEqual(paths.sort());
  });

  it.each(Object.keys(requests))(
    'pictures: %s names the character that makes a text no base64',
    async (path) => {
      const broken = requests[path]!(`${photograph.slice(0, 100)}*${photograph.slice(101)}`);
      const id = path.replace('{challenge_id}', '00000000-0000-4000-8000-000000000000');
      const { body } = await attendance.http.post(id, broken, path.includes('/v1/') ? { token } : {});
      expect(JSON.stringify(body)).toContain('Character 101 (U+002A) does not belong to base64.');
    },
  );

  it.each([
    ['a form in which nobody escaped +', (picture: string) => picture.replaceAll('%2B', '+')],
    ['a form that was encoded twice', (picture: string) => encodeURIComponent(picture)],
  ])('pictures: a face is found in %s', async (_, write) => {
    expect(photograph).toContain('+');
    const sent = write(encodeURIComponent(`data:image/jpeg;base64,${photograph}`));
    const asForm = (path: string, text: string, bearer?: string) =>
      fetch(url + path, {
        method: 'POST',
        body: text,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
      });
    const queued = (await (
      await asForm('/api/v1/face/verify/', `image=${sent}`, token)
    ).json()) as Task<null>;
    const task = await attendance.finished<{ error_code: string | null }>('verify', token, queued.task_id);
    expect(task).toMatchObject({ status: 'completed', result: { error_code: null } });
  });
});
