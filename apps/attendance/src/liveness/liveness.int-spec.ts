import { faceContract, faceLivenessContract, type VerifyFace } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { Site } from '@argus/testing/services';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';

const { create, answer } = faceLivenessContract.operations;
const { verify, verifyStatus, bulkVerify, enrol, enrolStatus } = faceContract.operations;
const challengeId = '6f2c7a52-9a54-4b8e-9f57-4d7c8b2c9a11';
const image = scriptedPhotograph({ faces: [{ subject: '7' }] });

let site: Site;
let replica: AttendanceReplica;

beforeAll(async () => {
  site = await Site.create();
  replica = await startAttendance({
    site,
    people: [1, 7],
    settings: {
      ATTENDANCE_LIVENESS_CAMERAS: 'DOOR=active_required, HALL=off',
      ATTENDANCE_ENROLMENT_LIVENESS: 'active_required',
    },
  });
});
afterAll(async () => {
  await replica.stop();
  await site.remove();
});
beforeEach(() => {
  Object.assign(replica.liveness, { refusal: null, reasons: [] });
  replica.liveness.redemptions.length = 0;
});

async function verified(body: Partial<VerifyFace>) {
  const { task_id } = await replica.call(verify, { body: { image, ...body } }, admin);
  return eventually(
    () => replica.call(verifyStatus, { params: { task_id } }, admin),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
}

describe('liveness policy', () => {
  it('liveness policy: a camera that requires a challenge refuses single and bulk verifications without one', async () => {
    const body = { image, camera_id: 'DOOR' };
    await expect(replica.call(verify, { body }, admin)).rejects.toMatchObject({ code: 'LIVENESS_REQUIRED' });
    const images = [
      { id: 'a', image },
      { id: 'b', image, camera_id: 'DOOR' },
    ];
    await expect(replica.call(bulkVerify, { body: { images } }, admin)).rejects.toMatchObject({
      code: 'LIVENESS_REQUIRED',
    });
  });

  it.each(['DO\u200bOR', '\ufeffDoor'])(
    'liveness policy: a camera named "%s" is refused, as its name holds a character that nobody sees',
    async (camera_id) => {
      await expect(replica.call(verify, { body: { image, camera_id } }, admin)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
      });
    },
  );

  it.each(['door', ' DOOR ', 'ＤＯＯＲ'])(
    'liveness policy: a camera named "%s" needs what the camera needs that it looks like',
    async (camera_id) => {
      await expect(replica.call(verify, { body: { image, camera_id } }, admin)).rejects.toMatchObject({
        code: 'LIVENESS_REQUIRED',
      });
    },
  );

  it('liveness policy: a passed challenge is spent on the task, for its requester, and named as proof', async () => {
    const task = await verified({ camera_id: 'DOOR', liveness_challenge_id: challengeId });
    expect(task).toMatchObject({ status: 'completed', result: { recognized: true, liveness: 'challenge' } });
    expect(replica.liveness.redemptions).toMatchObject([
      {
        challenge_id: challengeId,
        requester: 'attendance/1',
        purpose: 'verify',
        used_for: task.task_id.replace('verify_', ''),
      },
    ]);
  });

  it.each(['CHALLENGE_NOT_PASSED', 'CHALLENGE_USED', 'CHALLENGE_OF_ANOTHER_FACE'] as const)(
    'liveness policy: a challenge refused with %s fails the task, says what to do and logs nobody',
    async (refusal) => {
      replica.liveness.refusal = refusal;
      const task = await verified({ camera_id: 'DOOR', liveness_challenge_id: challengeId });
      expect(task).toMatchObject({
        status: 'failed',
        result: { recognized: false, error_code: refusal, attendance_logged: false, liveness: 'none' },
      });
      expect(task.result!.message).toMatch(/^[A-Z].*liveness challenge.*\.$/);
    },
  );

  it('liveness policy: by default scores are a hint, and where it is off vision is not asked for them', async () => {
    const before = replica.vision.scored;
    expect(await verified({ camera_id: 'GATE' })).toMatchObject({
      result: { recognized: true, liveness: 'passive', is_live: true },
    });
    expect(replica.vision.scored).toBe(before + 1);
    expect(await verified({ camera_id: 'HALL' })).toMatchObject({
      result: { recognized: true, liveness: 'none', is_live: null, anti_spoof_score: null },
    });
    expect(replica.vision.scored).toBe(before + 1);
    expect(replica.liveness.redemptions).toEqual([]);
  });

  it('liveness policy: an enrolment that needs a challenge is refused without one and spends it on all photographs', async () => {
    const body = { employee_id: 'P7', images: [image, image, image], quality_check: true };
    await expect(replica.call(enrol, { body }, admin)).rejects.toMatchObject({ code: 'LIVENESS_REQUIRED' });
    const { task_id } = await replica.call(
      enrol,
      { body: { ...body, liveness_challenge_id: challengeId } },
      admin,
    );
    await eventually(
      () => replica.call(enrolStatus, { params: { task_id } }, admin),
      ({ status }) => status === 'completed',
    );
    expect(replica.liveness.redemptions).toMatchObject([{ purpose: 'enroll' }]);
    expect(replica.liveness.redemptions[0]!.photographs).toHaveLength(3);
  });
});

describe('challenges of an account', () => {
  const frames = Array.from({ length: 12 }, (_, i) => ({ image, at_ms: i * 100 }));

  it('liveness challenge: it is made and answered in the name of the caller', async () => {
    const { challenge_id } = await replica.call(
      create,
      { body: { purpose: 'enroll' } },
      principal(7, 'student'),
    );
    expect(replica.liveness.created.at(-1)).toMatchObject({ requester: 'attendance/7', purpose: 'enroll' });
    const input = { params: { challenge_id }, body: { nonce: 'n', frames } };
    expect(await replica.call(answer, input, principal(7, 'student'))).toMatchObject({ outcome: 'passed' });
    expect(replica.liveness.answers.at(-1)).toMatchObject({ challenge_id, requester: 'attendance/7' });
  });

  it('liveness challenge: each reason of a failure comes with a sentence that says what to do', async () => {
    replica.liveness.reasons = ['FLAT', 'BLINK_MISSING'];
    const input = { params: { challenge_id: challengeId }, body: { nonce: 'n', frames } };
    const { outcome, reasons } = await replica.call(answer, input, admin);
    expect([outcome, reasons.map(({ code }) => code)]).toEqual(['failed', ['FLAT', 'BLINK_MISSING']]);
    for (const { message } of reasons) expect(message).toMatch(/^[A-Z].*\. [A-Z].*\.$/);
  });

  it('liveness challenge: a frame that is no base64 is named in the error', async () => {
    const body = {
      nonce: 'n',
      frames: frames.map((frame, i) => (i === 3 ? { ...frame, image: '%%%' } : frame)),
    };
    await expect(
      replica.call(answer, { params: { challenge_id: challengeId }, body }, admin),
    ).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: { issues: [{ path: ['frames', 3, 'image'] }] },
    });
  });
});
