import { attendanceContract, faceContract, type VerifyFace } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
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
