import { accountChanged, type EvaluationView, evaluationContract, faceContract } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { ScriptedAccuracy } from '../testing/scripted-accuracy.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';

const { start, get, adopt } = evaluationContract.operations;
let replica: AttendanceReplica;

beforeAll(async () => {
  replica = await startAttendance();
});
afterAll(async () => {
  await replica.stop();
});
beforeEach(() => {
  const { gate, curveId } = new ScriptedAccuracy();
  Object.assign(replica.accuracy, { gate, curveId, failure: undefined });
});

const view = (evaluation_id: string): Promise<EvaluationView> =>
  replica.call(get, { params: { evaluation_id } }, admin);
async function evaluated(): Promise<EvaluationView> {
  const { evaluation_id } = await replica.call(start, {}, admin);
  return eventually(
    () => view(evaluation_id),
    ({ status }) => status !== 'queued',
  );
}
const adopted = (evaluation_id: string, in_force: boolean) =>
  replica.call(adopt, { params: { evaluation_id }, body: { in_force } }, admin);

describe('an evaluation of the enrolled people', () => {
  it('an evaluation ends with the numbers of vision and the people of each department and role', async () => {
    for (const [id, department] of [
      [501, 'Kitchen'],
      [502, 'Kitchen'],
      [503, null],
    ] as const)
      await replica.publish(accountChanged, {
        ...replica.identity.add(id, `E${id}`),
        role: 'teacher',
        department,
      });
    const found = await evaluated();
    expect(found).toMatchObject({
      status: 'completed',
      error_code: null,
      result: { gallery: { people: 120 } },
    });
    const { gallery, groups } = replica.accuracy.evaluations.at(-1)!;
    expect(gallery).toBe('attendance');
    expect(groups).toContainEqual({ group: 'department: Kitchen', subjects: ['501', '502'] });
    expect(groups).toContainEqual({ group: 'role: teacher', subjects: ['501', '502', '503'] });
  });

  it('an evaluation counts the similarities of verifications whose results are kept', async () => {
    const image = scriptedPhotograph({ faces: [{ subject: null, reasons: ['BELOW_THRESHOLD'] }] });
    const { verify, verifyStatus } = faceContract.operations;
    const { task_id } = await replica.call(verify, { body: { image } }, admin);
    await eventually(
      () => replica.call(verifyStatus, { params: { task_id } }, admin),
      ({ status }) => status === 'completed',
    );
    const { result } = await evaluated();
    const [attempts] = result!.attempts.filter(({ outcome }) => outcome === 'not_recognised');
    expect(attempts!.attempts).toBe(1);
    expect(attempts!.by_similarity).toHaveLength(20);
    expect(attempts!.by_similarity.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('while one evaluation runs no other one starts', async () => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    replica.accuracy.gate = () => released;
    const { evaluation_id } = await replica.call(start, {}, admin);
    await expect(replica.call(start, {}, admin)).rejects.toMatchObject({ code: 'EVALUATION_RUNNING' });
    expect((await view(evaluation_id)).status).toBe('queued');
    release();
    await eventually(
      () => view(evaluation_id),
      ({ status }) => status === 'completed',
    );
    expect((await evaluated()).status).toBe('completed');
  });

  it('an evaluation that lost its job does not stop the next one', async () => {
    const id = randomUUID();
    await replica.database.query(
      "INSERT INTO face_evaluation (id, requested_by, requested_at) VALUES ($1, 1, now() - interval '2 hours')",
      [id],
    );
    expect((await evaluated()).status).toBe('completed');
    expect(await view(id)).toMatchObject({ status: 'failed', error_code: 'TASK_EXPIRED', result: null });
  });

  it('a measured curve is adopted and given up again, and both are told for the audit', async () => {
    const { evaluation_id } = await evaluated();
    expect((await adopted(evaluation_id, true)).status).toBe('completed');
    await adopted(evaluation_id, false);
    const { curveId } = replica.accuracy;
    expect(replica.accuracy.adoptions.slice(-2)).toEqual([
      { gallery: 'attendance', curve_id: curveId },
      { gallery: 'attendance', curve_id: null },
    ]);
    const told = await replica.database.query<{ in_force: boolean; adopted_by: number }>(
      `SELECT (payload->>'in_force')::boolean AS in_force, (payload->>'adopted_by')::int AS adopted_by
         FROM outbox_message WHERE subject = 'evt.attendance.face-evaluation-adopted.v1'
          AND payload->>'evaluation_id' = $1 ORDER BY in_force`,
      [evaluation_id],
    );
    expect(told).toEqual([
      { in_force: false, adopted_by: 1 },
      { in_force: true, adopted_by: 1 },
    ]);
  });

  it('an evaluation without a curve, and one that is not there, cannot be adopted', async () => {
    replica.accuracy.curveId = null;
    const { evaluation_id } = await evaluated();
    await expect(adopted(evaluation_id, true)).rejects.toMatchObject({ code: 'CURVE_NOT_MEASURED' });
    for (const unknown of [randomUUID(), 'x', "1' OR 1=1"])
      await expect(adopted(unknown, true)).rejects.toMatchObject({ code: 'EVALUATION_NOT_FOUND' });
  });
});
