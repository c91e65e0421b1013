import { attendanceContract, faceContract, type VerifyFace } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { type Script, scriptedPhotograph } from '../testing/scripted-photograph.js';

const { verify, verifyStatus } = faceContract.operations;

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance();
  replica.identity.add(12, 'FAC012');
});
afterAll(async () => {
  await replica.stop();
});

async function verified(script: Script, more: Partial<VerifyFace> = {}) {
  const body = { image: scriptedPhotograph(script), ...more };
  const { task_id } = await replica.call(verify, { body }, admin);
  return eventually(
    () => replica.call(verifyStatus, { params: { task_id } }, admin),
    ({ status }) => ['completed', 'failed'].includes(status),
  );
}
const rows = () =>
  replica.call(attendanceContract.operations.logs, { query: { page: 1, page_size: 100 } }, admin);

describe('the decision of a verification', () => {
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
    const key = { ...admin, scopes: ['face:read', 'face:write'] };
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
