import { beforeAll, describe, expect, it } from '@jest/globals';
import { sharedPlatform } from '@argus/testing';
import { groups, portraits, portraitsOf } from '@argus/testing/photographs';
import { AttendanceClient, dataUrlOf, type User } from './attendance-client.js';

const { url, admin } = sharedPlatform();
const client = new AttendanceClient(url, admin);

interface EnrolResult {
  readonly success: boolean;
  readonly faces_detected: number;
  readonly quality_scores: number[];
  readonly error_code: string | null;
  readonly photographs: {
    readonly refusal: string | null;
    readonly quality: { components: object } | null;
  }[];
}
interface VerifyResult {
  readonly recognized: boolean;
  readonly employee_id: string | null;
  readonly confidence: number;
  readonly similarity_score: number | null;
  readonly attendance_logged: boolean;
  readonly attendance_log_id: number | null;
  readonly decision: {
    readonly threshold: number;
    readonly margin: number | null;
    readonly reasons: string[];
  };
}
interface BulkResult {
  readonly images: { readonly id: string; readonly faces_detected: number; readonly faces: VerifyResult[] }[];
}

const franck = portraitsOf('franck');
let token: string;
let person: User;

beforeAll(async () => {
  ({ access: token } = await client.login());
  await client.removeDemo(token);
  person = await client.createUser(token, { department: 'Films' });
  const images = await Promise.all(franck.slice(0, 3).map(dataUrlOf));
  const task = await client.work<EnrolResult>('enroll', token, { employee_id: person.employee_id, images });
  expect(task).toMatchObject({
    status: 'completed',
    result: { success: true, faces_detected: 3, template_created: true, error_code: null },
  });
  expect(task.task_id).toMatch(/^enroll_/);
  expect(task.result?.quality_scores).toHaveLength(3);
  expect(Object.keys(task.result?.photographs[0]?.quality?.components ?? {})).toContain('Sharpness');
});

describe('enrolment', () => {
  it('face enrolment: the profile of an enrolled person shows their employee id', async () => {
    const { body } = await client.http.get(`/api/v1/users/${person.id}/`, { token });
    expect(body).toMatchObject({ employee_id: person.employee_id });
  });

  it('face templates: an administrator sees that nobody must enrol again, a student sees nothing', async () => {
    const { status, body } = await client.http.get('/api/v1/face/templates/', { token });
    expect([status, body]).toMatchObject([200, { must_enrol_again: 0, models: [{ use: 'current' }] }]);
    const outdated = await client.http.get('/api/v1/face/templates/outdated/', { token });
    expect(outdated.body).toMatchObject({ count: 0, next: null, results: [] });
    const student = await client.createUser(token, { role: 'student' });
    const { access } = await client.login(student);
    for (const path of ['/api/v1/face/templates/', '/api/v1/face/templates/outdated/'])
      expect((await client.http.get(path, { token: access })).status).toBe(403);
  });

  it('face enrolment of a face that is enrolled for another person waits as a conflict case', async () => {
    const other = await client.createUser(token);
    const images = await Promise.all(franck.slice(4, 7).map(dataUrlOf));
    const request = { employee_id: other.employee_id, images };
    const { status, result } = await client.work<EnrolResult>('enroll', token, request);
    expect(status).toBe('completed');
    expect(result).toMatchObject({
      success: false,
      template_created: false,
      error_code: 'CONFLICT_CASE',
    });
    expect(JSON.stringify(result)).not.toContain(person.employee_id);
  });

  it('face enrolment with photographs of different people fails with DIFFERENT_PEOPLE', async () => {
    const other = await client.createUser(token);
    const mixed = [portraitsOf('obama')[0], portraitsOf('norris')[0], portraitsOf('rihanna')[0]];
    const images = await Promise.all(mixed.map((photograph) => dataUrlOf(photograph!)));
    const request = { employee_id: other.employee_id, images, quality_check: false };
    const { result } = await client.work<EnrolResult>('enroll', token, request);
    expect(result).toMatchObject({ success: false, error_code: 'DIFFERENT_PEOPLE' });
  });

  it('face enrolment refuses a photograph of several people and says which one it is', async () => {
    const other = await client.createUser(token);
    const images = await Promise.all([franck[7]!, groups[0]!, franck[8]!].map(dataUrlOf));
    const { result } = await client.work<EnrolResult>('enroll', token, {
      employee_id: other.employee_id,
      images,
    });
    expect(result).toMatchObject({ success: false, error_code: 'PHOTOGRAPH_REFUSED' });
    expect(result?.photographs.map(({ refusal }) => refusal)).toEqual([null, 'SEVERAL_FACES', null]);
  });

  it('face enrolment answers 404 for an unknown person, and 403 to a student for another person', async () => {
    const images = await Promise.all(franck.slice(0, 3).map(dataUrlOf));
    const unknown = await client.http.post(
      '/api/v1/face/enroll/',
      { employee_id: 'NOBODY', images },
      { token },
    );
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'User not found' }]);
    const student = await client.createUser(token);
    const { access } = await client.login(student);
    const request = { employee_id: person.employee_id, images };
    expect((await client.http.post('/api/v1/face/enroll/', request, { token: access })).status).toBe(403);
  });
});

describe('verification', () => {
  it('face verification recognises other photographs and logs the attendance once per window and camera', async () => {
    const camera_id = `CAM${person.id}`;
    const [first, second] = await Promise.all(
      franck.slice(3, 5).map(async (photograph) => {
        const request = { image: await dataUrlOf(photograph), camera_id, location: 'Main entrance' };
        return client.work<VerifyResult>('verify', token, request);
      }),
    );
    for (const task of [first, second]) {
      expect(task).toMatchObject({
        status: 'completed',
        result: {
          recognized: true,
          employee_id: person.employee_id,
          decision: { reasons: ['MATCH'], outcome: 'match', purpose: 'identification' },
        },
      });
    }
    expect(first?.result?.attendance_log_id).toBe(second?.result?.attendance_log_id);
    const { body } = await client.http.get(`/api/v1/attendance/logs/?camera_id=${camera_id}`, { token });
    expect(body).toMatchObject({
      count: 1,
      results: [
        {
          employee: { employee_id: person.employee_id, name: 'Ada Lovelace', department: 'Films' },
          camera: { id: camera_id, location: 'Main entrance' },
          method: 'face',
        },
      ],
    });
  });

  it.each(portraits.filter((each) => each.person === 'obama' || each.person === 'norris'))(
    'face verification refuses the stranger $name and returns the similarity',
    async (stranger) => {
      const { result } = await client.work<VerifyResult>('verify', token, {
        image: await dataUrlOf(stranger),
      });
      expect(result).toMatchObject({ recognized: false, employee_id: null, attendance_logged: false });
      expect(result?.similarity_score).toBeLessThan(result?.decision.threshold ?? 0);
    },
  );

  it('face verification of a named person compares with that person only', async () => {
    const image = await dataUrlOf(franck[6]!);
    const other = await client.createUser(token);
    const claim = async (employee_id: string) =>
      (await client.work<VerifyResult>('verify', token, { image, employee_id })).result;
    expect(await claim(person.employee_id)).toMatchObject({
      recognized: true,
      employee_id: person.employee_id,
      decision: {
        purpose: 'verification',
        outcome: 'match',
        people: 1,
        error_rates: [{ kind: 'FMR' }, { kind: 'FNMR' }],
      },
    });
    expect(await claim(other.employee_id)).toMatchObject({
      recognized: false,
      attendance_logged: false,
      decision: { purpose: 'verification', outcome: 'no_match', reasons: ['NOT_ENROLLED'] },
    });
    const unknown = await client.http.post(
      '/api/v1/face/verify/',
      { image, employee_id: 'NOBODY' },
      { token },
    );
    expect([unknown.status, unknown.body]).toEqual([404, { error: 'User not found' }]);
  });

  it('face bulk verification finds every face of several pictures', async () => {
    const images = [
      { id: 'crowd', image: await dataUrlOf(groups[3]!) },
      { id: 'portrait', image: await dataUrlOf(franck[9]!), camera_id: `BULK${person.id}` },
    ];
    const { result } = await client.work<BulkResult>('bulk-verify', token, { images });
    expect(result?.images.map(({ id, faces_detected }) => [id, faces_detected])).toEqual([
      ['crowd', 4],
      ['portrait', 1],
    ]);
    expect(result?.images[0]?.faces.some(({ recognized }) => recognized)).toBe(false);
    expect(result?.images[1]?.faces[0]).toMatchObject({ recognized: true, employee_id: person.employee_id });
  });

  it('face verification: a student with the picture of another is told nothing, and nobody is logged', async () => {
    const student = await client.login(await client.createUser(token));
    const [picture] = franck.slice(4, 5);
    const image = await dataUrlOf(picture!);
    const gate = { camera_id: 'CAM_FORGED', location: 'Main gate' };
    const { result } = await client.work<VerifyResult>('verify', student.access, { image, ...gate });
    expect(result).toMatchObject({
      ...{ recognized: false, employee_id: null, similarity_score: null, attendance_logged: false },
      decision: { threshold: null, margin: null },
    });
    const images = [{ id: 'a', image, camera_id: gate.camera_id }];
    const bulk = await client.work<BulkResult>('bulk-verify', student.access, { images });
    expect(JSON.stringify(bulk.result)).not.toContain(person.employee_id);
    const logs = await client.http.get('/api/v1/attendance/logs/?camera_id=CAM_FORGED', { token });
    expect(logs.body).toMatchObject({ count: 0 });
  });

  it('face verification: a task does not exist for other users', async () => {
    const { task_id } = await client.work<VerifyResult>('verify', token, {
      image: await dataUrlOf(franck[10]!),
    });
    const { access } = await client.login(await client.createUser(token));
    const { status, body } = await client.http.get(`/api/v1/face/verify/status/${task_id}/`, {
      token: access,
    });
    expect([status, body]).toEqual([404, { error: 'Task not found' }]);
  });
});
