import { attendanceContract, faceContract, type Principal, type VerifyFace } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import type { PlatformSettings } from '@argus/service-kit';
import { CameraRights } from './camera-rights.service.js';
import { type Script, scriptedPhotograph } from '../testing/scripted-photograph.js';

const { verify, verifyStatus, bulkVerify, bulkStatus } = faceContract.operations;

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ settings: { ATTENDANCE_FACES_CAMERAS: 'door=alone' } });
  replica.identity.add(12, 'FAC012');
  replica.identity.add(21, 'STU021', { role: 'student' });
  replica.identity.add(22, 'STU022', { role: 'student' });
});
afterAll(async () => {
  await replica.stop();
});

async function verified(script: Script, more: Partial<VerifyFace> = {}, caller: Principal = admin) {
  const body = { image: scriptedPhotograph(script), ...more };
  const { task_id } = await replica.call(verify, { body }, caller);
  return eventually(
    () => replica.call(verifyStatus, { params: { task_id } }, caller),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
}
const rows = () =>
  replica.call(attendanceContract.operations.logs, { query: { page: 1, page_size: 100 } }, admin);

describe('the decision of a verification', () => {
  it('the audit is told of each verification, whether it recognised somebody or not', async () => {
    await verified({ faces: [{ subject: '12' }] }, { camera_id: 'TOLD' });
    await verified({ faces: [{ subject: null }] }, { camera_id: 'TOLD' });
    await verified({ faces: [] }, { camera_id: 'TOLD' });
    const told = await replica.database.query<{ payload: object }>(
      `SELECT payload FROM outbox_message WHERE subject = 'evt.attendance.face-verified.v1'
        AND payload ->> 'camera_id' = 'TOLD' ORDER BY position`,
    );
    const asked = { requested_by: 1, key_id: null, processing_time: expect.any(Number) };
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { ...asked, employee_id: 'FAC012', confidence: expect.any(Number), reason: null },
      { ...asked, employee_id: null, confidence: null, reason: expect.any(String) },
      { ...asked, employee_id: null, confidence: null, reason: 'NO_FACE' },
    ]);
  });

  it('a verification of a named person asks vision about that person only', async () => {
    const before = replica.vision.claims.length;
    const { result } = await verified(
      { faces: [{ subject: '12' }] },
      { employee_id: 'FAC012', camera_id: 'CLAIM' },
    );
    expect(replica.vision.claims.slice(before)).toEqual(['12']);
    expect(result).toMatchObject({
      recognized: true,
      employee_id: 'FAC012',
      decision: { purpose: 'verification', outcome: 'match' },
    });
    const stranger = await verified({ faces: [{ subject: null }] }, { employee_id: 'FAC012' });
    expect(stranger.result).toMatchObject({ recognized: false, decision: { purpose: 'verification' } });
  });

  it('faculty and keys learn no score without a match, nor who is enrolled or exists', async () => {
    const faculty = principal(2, 'faculty', 'FAC002');
    const key = { ...admin, scopes: ['face-verify:write', 'face-verify-status:read'] };
    const stranger = scriptedPhotograph({ faces: [{ subject: null }] });
    const unenrolled = scriptedPhotograph({ faces: [{ subject: null, reasons: ['NOT_ENROLLED'] }] });
    for (const caller of [faculty, key]) {
      const answers = [];
      for (const [image, employee_id] of [
        [stranger, 'FAC012'],
        [unenrolled, 'FAC012'],
        [unenrolled, 'NOBODY'],
      ] as const) {
        const { task_id } = await replica.call(verify, { body: { image, employee_id } }, caller);
        const { status, result } = await eventually(
          () => replica.call(verifyStatus, { params: { task_id } }, caller),
          (state) => ['completed', 'failed'].includes(state.status),
        );
        answers.push({ status, result: { ...result, timestamp: '' } });
      }
      expect(answers[0]).toMatchObject({
        status: 'completed',
        result: { recognized: false, similarity_score: null, decision: { score: null, rows: null } },
      });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    }
    await expect(
      replica.call(verify, { body: { image: stranger, employee_id: 'NOBODY' } }, admin),
    ).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it.each([
    ['NEAR_THRESHOLD', /Come closer/],
    ['SECOND_PERSON_NEAR', /ask at the desk/],
  ])('an inconclusive verification (%s) logs nobody and says what to do', async (reason, message) => {
    const before = (await rows()).count;
    const faces = [{ subject: null, reasons: [reason], outcome: 'inconclusive' as const }];
    expect((await verified({ faces })).result).toMatchObject({
      recognized: false,
      employee_id: null,
      confidence: 0,
      attendance_logged: false,
      message: expect.stringMatching(message),
      decision: { outcome: 'inconclusive', probability: 0.1, people: 3, error_rates: [{ kind: 'FPIR' }] },
    });
    expect((await rows()).count).toBe(before);
  });
});

describe('whose face a verification means', () => {
  const crowd: Script = { faces: [{ subject: '12' }, { subject: null }], behind: true };

  it.each([
    ['at a camera of which nothing is set', 'HALL', undefined, true],
    ['at a camera set to alone', 'DOOR', undefined, false],
    ['at a camera that looks like the one set to alone', ' ＤＯＯＲ ', undefined, false],
    ['that is asked for as largest at a camera set to alone', 'DOOR', 'largest', false],
    ['that is asked for as alone', 'HALL', 'alone', false],
  ] as const)(
    'a verification with a stranger in the background, %s (%s, asked: %s), recognises the person in front: %s',
    async (_where, camera_id, faces, recognized) => {
      const { status, result } = await verified(crowd, { camera_id, ...(faces && { faces }) });
      expect({ status, recognized: result!.recognized, code: result!.error_code }).toEqual(
        recognized
          ? { status: 'completed', recognized, code: null }
          : { status: 'failed', recognized, code: 'SEVERAL_FACES' },
      );
    },
  );
});

describe('a verification that a student asks for', () => {
  const student = principal(22, 'student', 'STU022');
  const gate = { camera_id: 'CAM_MAIN_GATE', location: 'Main gate' };

  it('a student with the picture of another learns nothing, and nobody is logged', async () => {
    const before = (await rows()).count;
    const other = await verified({ faces: [{ subject: '21' }] }, gate, student);
    const stranger = await verified({ faces: [{ subject: null }] }, gate, student);
    const bare = (answer: typeof other) => ({ ...answer.result, timestamp: '' });
    expect(bare(other)).toEqual(bare(stranger));
    expect(other.result).toMatchObject({
      recognized: false,
      employee_id: null,
      name: null,
      similarity_score: null,
      attendance_logged: false,
      decision: { purpose: 'verification', score: null, probability: null, margin: null, people: null },
    });
    expect((await rows()).count).toBe(before);
  });

  it('a student who is recognised is logged as self-reported, apart from what the camera sees', async () => {
    const own = await verified({ faces: [{ subject: '22' }] }, gate, student);
    expect(own.result).toMatchObject({ recognized: true, employee_id: 'STU022', attendance_logged: true });
    const again = await verified({ faces: [{ subject: '22' }] }, gate, student);
    expect(again.result).toMatchObject({ attendance_logged: false });
    const seen = await verified({ faces: [{ subject: '22' }] }, gate);
    expect(seen.result).toMatchObject({ recognized: true, attendance_logged: true });
    const { results } = await rows();
    expect(results.slice(0, 2)).toMatchObject([
      { requested_by: 'ADM001', api_key: null, self_reported: false, camera: { id: 'CAM_MAIN_GATE' } },
      { requested_by: 'STU022', api_key: null, self_reported: true, camera: { id: 'CAM_MAIN_GATE' } },
    ]);
  });

  it('a student who verifies in bulk is compared with themselves only, in every face of a picture', async () => {
    const before = replica.vision.claims.length;
    const faces = [{ subject: '21' }, { subject: '22' }, { subject: '12' }];
    const images = [{ id: 'a', image: scriptedPhotograph({ faces }), camera_id: 'BULK' }];
    const { task_id } = await replica.call(bulkVerify, { body: { images } }, student);
    const { result } = await eventually(
      () => replica.call(bulkStatus, { params: { task_id } }, student),
      ({ status }) => ['completed', 'failed'].includes(status),
    );
    expect(result!.images[0]!.faces.map(({ employee_id }) => employee_id)).toEqual([null, 'STU022', null]);
    expect(replica.vision.claims.slice(before)).toEqual(['22']);
    const logged = await rows();
    expect(logged.results.filter(({ camera }) => camera?.id === 'BULK')).toMatchObject([
      { employee: { employee_id: 'STU022' }, self_reported: true },
    ]);
  });
});

describe('who speaks for a camera', () => {
  const key = (cameraId?: string): Principal => ({
    ...admin,
    sessionId: '6f1c1f5e-6a53-4d5c-9a3d-3a8a9c1d2e3f',
    scopes: ['face-verify:write', 'face-verify-status:read', 'face-bulk-verify:write'],
    ...(cameraId !== undefined && { cameraId }),
  });
  const refused = { code: 'CAMERA_NOT_PERMITTED' };

  it('a key of a camera speaks for that camera alone, also where the request names none', async () => {
    const of = key('Gate 1');
    const image = scriptedPhotograph({ faces: [{ subject: '12' }] });
    await expect(replica.call(verify, { body: { image, camera_id: 'Gate 2' } }, of)).rejects.toMatchObject(
      refused,
    );
    const images = [{ id: 'a', image, camera_id: 'Gate 2' }];
    await expect(replica.call(bulkVerify, { body: { images } }, of)).rejects.toMatchObject(refused);
    for (const named of [{}, { camera_id: ' gate 1 ' }])
      await verified({ faces: [{ subject: '12' }] }, named, of);
    const { results } = await rows();
    expect(results.filter(({ camera }) => camera?.id?.includes('ate '))).toMatchObject([
      { camera: { id: 'Gate 1' }, requested_by: 'ADM001', api_key: of.sessionId, self_reported: false },
    ]);
  });

  it('a key that is bound to no camera speaks for any, and its own maker does not report themselves by it', async () => {
    replica.identity.add(1, 'ADM001', { role: 'admin' });
    await verified({ faces: [{ subject: '1' }] }, { camera_id: 'ANY' }, key());
    await verified({ faces: [{ subject: '1' }] }, { camera_id: 'ANY' }, admin);
    const { results } = await rows();
    expect(results.slice(0, 2)).toMatchObject([
      { employee: { employee_id: 'ADM001' }, api_key: null, self_reported: true },
      { employee: { employee_id: 'ADM001' }, api_key: key().sessionId, self_reported: false },
    ]);
  });

  it.each([
    ['compat', 'student', true],
    ['strict', 'student', false],
    ['strict', 'faculty', true],
    ['strict', 'admin', true],
  ] as const)('in the profile %s, a session of %s names a camera: %s', (SECURITY_PROFILE, role, may) => {
    const rights = new CameraRights({ SECURITY_PROFILE } as PlatformSettings);
    const name = () => rights.cameraOf(principal(5, role), 'GATE');
    if (may) expect(name()).toBe('GATE');
    else expect(name).toThrow('CAMERA_NOT_PERMITTED');
    expect(rights.cameraOf(principal(5, role), null)).toBeNull();
  });
});
