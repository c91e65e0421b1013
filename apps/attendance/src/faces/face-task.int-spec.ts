import {
  accountChanged,
  attendanceContract,
  type BulkImage,
  type BulkOptions,
  faceContract,
  type VerifyFace,
} from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TaskIntake } from '../tasks/task-intake.service.js';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { quietWebhook } from '../testing/quiet-webhook.js';
import { type Script, scriptedPhotograph } from '../testing/scripted-photograph.js';
import { FaceTaskWorker } from './face-task.worker.js';
import { TaskRetention } from './task-retention.clock.js';

const { enrol, verify, bulkVerify, enrolStatus, verifyStatus, bulkStatus } = faceContract.operations;
const { logs } = attendanceContract.operations;

let replica: AttendanceReplica;

beforeAll(async () => {
  replica = await startAttendance();
  await quietWebhook(replica.database);
  for (const id of [10, 11, 12, 13, 14]) replica.identity.add(id, `FAC0${id}`);
  replica.identity.add(19, 'GONE19', { is_active: false });
});
afterAll(() => replica.stop());
beforeEach(() => {
  replica.vision.failure = undefined;
});

const ended = <S extends { status: string }>(ask: () => Promise<S>): Promise<S> =>
  eventually(ask, ({ status }) => ['completed', 'failed'].includes(status));
async function enrolled(employee_id: string, script: Script = {}) {
  const images = Array<string>(3).fill(scriptedPhotograph(script));
  const { task_id } = await replica.call(
    enrol,
    { body: { employee_id, images, quality_check: true } },
    admin,
  );
  return ended(() => replica.call(enrolStatus, { params: { task_id } }, admin));
}
async function verified(script: Script, more: Partial<VerifyFace> = {}) {
  const body = { image: scriptedPhotograph(script), ...more };
  const { task_id } = await replica.call(verify, { body }, admin);
  return ended(() => replica.call(verifyStatus, { params: { task_id } }, admin));
}
async function bulkVerified(
  pictures: readonly (Script & { id: string; camera_id?: string })[],
  options?: BulkOptions,
) {
  const images = pictures.map(({ id, camera_id, ...script }): BulkImage => {
    const image = scriptedPhotograph(script);
    return { id, image, ...(camera_id !== undefined && { camera_id }) };
  });
  const { task_id } = await replica.call(
    bulkVerify,
    { body: { images, ...(options && { options }) } },
    admin,
  );
  return ended(() => replica.call(bulkStatus, { params: { task_id } }, admin));
}
const events = async (noun: string) =>
  (
    await replica.database.query<{ payload: Record<string, unknown> }>(
      'SELECT payload FROM outbox_message WHERE subject = $1 ORDER BY position',
      [`evt.attendance.${noun}.v1`],
    )
  ).map(({ payload }) => payload);
const rows = () => replica.call(logs, { query: { page: 1, page_size: 100 } }, admin);

describe('an enrolment', () => {
  it('an enrolment makes a template, publishes an event and reports the quality of the photographs', async () => {
    const { task_id, ...state } = await enrolled('FAC010');
    expect(state).toEqual({
      status: 'completed',
      result: {
        success: true,
        faces_detected: 3,
        quality_scores: [0.9, 0.9, 0.9],
        template_created: true,
        message: 'Face enrolled successfully',
        error_code: null,
        photographs: Array(3).fill({ faces: 1, quality: expect.anything(), refusal: null, reason: null }),
      },
      processing_time: expect.any(Number),
    });
    expect(replica.vision.enrolments.at(-1)).toMatchObject({
      gallery: 'attendance',
      subject: '10',
      enrolment_id: task_id.slice('enroll_'.length),
      quality_check: true,
    });
    const asked = { requested_by: 1, key_id: null, request_id: expect.any(String) };
    expect(await events('face-enrolled')).toMatchObject([{ person_id: 10, employee_id: 'FAC010', ...asked }]);
  });

  it('an enrolment that vision refuses fails with the reason and publishes no event', async () => {
    const { status, result } = await enrolled('FAC011', { refusal: 'NO_FACE' });
    expect(status).toBe('failed');
    expect(result).toMatchObject({
      success: false,
      template_created: false,
      error_code: 'PHOTOGRAPH_REFUSED',
      message: 'Because the script says so.',
      faces_detected: 0,
    });
    expect(await events('face-enrolled')).toHaveLength(1);
  });

  it('an enrolment of a person deactivated meanwhile leaves no template behind', async () => {
    const account = replica.identity.add(15, 'FAC015');
    replica.vision.failure = { code: 'UNAVAILABLE', times: 1 };
    const images = Array<string>(3).fill(scriptedPhotograph());
    const body = { employee_id: 'FAC015', images, quality_check: true };
    const { task_id } = await replica.call(enrol, { body }, admin);
    const revocations = async () => replica.vision.revocations.length;
    await replica.publish(accountChanged, { ...account, is_active: false, revision: 2 });
    await eventually(revocations, (count) => count === 1);
    const { status, result } = await ended(() => replica.call(enrolStatus, { params: { task_id } }, admin));
    expect([status, result?.error_code]).toEqual(['failed', 'USER_INACTIVE']);
    await eventually(revocations, (count) => count === 2);
  });
});

describe('a verification', () => {
  it('a verification logs the attendance of the recognised person at the time of acceptance', async () => {
    const asked = Date.now();
    const camera = { camera_id: 'CAM001', location: 'Main Building Entrance' };
    const { status, result, processing_time } = await verified({ faces: [{ subject: '10' }] }, camera);
    expect(status).toBe('completed');
    expect(processing_time).toBeGreaterThanOrEqual(0);
    expect(result).toMatchObject({
      recognized: true,
      employee_id: 'FAC010',
      name: 'Jane FAC010',
      confidence: 0.97,
      similarity_score: 0.96,
      is_live: true,
      anti_spoof_score: 0.8,
      attendance_logged: true,
      message: 'Attendance logged',
      error_code: null,
      decision: { score: 0.96, threshold: 0.937, margin: 0.1, reasons: ['MATCH'], model: 'scripted@1' },
    });
    const [row] = (await rows()).results;
    expect(row).toEqual({
      id: result!.attendance_log_id,
      employee: { id: 10, employee_id: 'FAC010', name: 'Jane FAC010', department: 'Computer Science' },
      timestamp: result!.timestamp,
      camera: { id: 'CAM001', name: 'CAM001', location: 'Main Building Entrance' },
      confidence: 0.97,
      verification_time: expect.any(Number),
      method: 'face',
      reason: null,
      marked_by: null,
      ...{ direction: null, requested_by: 'ADM001', api_key: null, self_reported: false },
    });
    expect(Math.abs(Date.parse(row!.timestamp) - asked)).toBeLessThan(2_000);
    expect(await events('logged')).toEqual([
      {
        log_id: row!.id,
        person_id: 10,
        employee_id: 'FAC010',
        name: 'Jane FAC010',
        occurred_at: row!.timestamp,
        camera_id: 'CAM001',
        confidence: 0.97,
        method: 'face',
        self_reported: false,
      },
    ]);
  });

  it('a verification repeated at the same camera returns the existing attendance row', async () => {
    const first = (await verified({ faces: [{ subject: '11' }] }, { camera_id: 'CAM001' })).result!;
    const again = (await verified({ faces: [{ subject: '11' }] }, { camera_id: 'CAM001' })).result!;
    expect(again).toMatchObject({
      recognized: true,
      attendance_logged: false,
      attendance_log_id: first.attendance_log_id,
      message: 'Attendance was already logged shortly before',
    });
    const elsewhere = (await verified({ faces: [{ subject: '11' }] }, { camera_id: 'CAM002' })).result!;
    expect(elsewhere.attendance_logged).toBe(true);
    const nowhere = (await verified({ faces: [{ subject: '11' }] })).result!;
    expect(nowhere.attendance_logged).toBe(true);
    expect((await verified({ faces: [{ subject: '11' }] })).result!.attendance_log_id).toBe(
      nowhere.attendance_log_id,
    );
  });

  it.each([
    ['a stranger', { subject: null }, 'No matching face found', ['BELOW_THRESHOLD']],
    [
      'somebody inactive',
      { subject: '19' },
      'The person is inactive; nothing was logged',
      ['MATCH', 'PERSON_INACTIVE'],
    ],
    ['somebody unknown', { subject: '999' }, 'No matching face found', ['MATCH', 'PERSON_UNKNOWN']],
    [
      'a presentation attack',
      { subject: null, reasons: ['MATCH', 'NOT_LIVE'] },
      'The face looks like a photograph, screen or mask; nothing was logged',
      ['MATCH', 'NOT_LIVE'],
    ],
  ])('a verification does not log %s', async (_who, face, message, reasons) => {
    const before = (await rows()).count;
    expect((await verified({ faces: [face] })).result).toMatchObject({
      recognized: false,
      employee_id: null,
      name: null,
      confidence: 0,
      attendance_logged: false,
      attendance_log_id: null,
      message,
      error_code: null,
      decision: { reasons },
    });
    expect((await rows()).count).toBe(before);
  });

  it.each([
    ['no face', { faces: [] }, 'NO_FACE'],
    ['two faces', { faces: [{ subject: '12' }, { subject: '13' }] }, 'SEVERAL_FACES'],
    ['broken pixels', { refusal: 'IMAGE_NOT_READABLE' }, 'IMAGE_NOT_READABLE'],
  ])('a verification of a picture with %s fails and says why', async (_what, script, code) => {
    const before = (await rows()).count;
    const { status, result } = await verified(script);
    expect(status).toBe('failed');
    expect(result).toMatchObject({ recognized: false, error_code: code, attendance_logged: false });
    expect(result!.message).toMatch(/^[A-Z].*\.$/);
    expect((await rows()).count).toBe(before);
  });
});

describe('a bulk verification', () => {
  it('a bulk verification finds everybody in every picture and logs each attendance once', async () => {
    const { status, result } = await bulkVerified([
      { id: 'frame_001', camera_id: 'CAM9', faces: [{ subject: '12', confidence: 0.8 }, { subject: null }] },
      { id: 'frame_002', camera_id: 'CAM9', faces: [{ subject: '13' }, { subject: '12', confidence: 0.9 }] },
      { id: 'frame_003', camera_id: 'CAM8', faces: [{ subject: '12' }] },
      { id: 'broken', refusal: 'IMAGE_NOT_READABLE' },
      { id: 'empty', faces: [] },
    ]);
    expect(status).toBe('completed');
    const brief = result!.images.map(({ id, error_code, message, faces_detected, faces }) => ({
      id,
      error_code,
      message,
      faces_detected,
      faces: faces.map(({ employee_id, attendance_logged }) => [employee_id, attendance_logged]),
    }));
    expect(brief).toMatchObject([
      {
        id: 'frame_001',
        error_code: null,
        message: '1 of 2 faces recognised',
        faces_detected: 2,
        faces: [
          ['FAC012', true],
          [null, false],
        ],
      },
      {
        id: 'frame_002',
        faces: [
          ['FAC013', true],
          ['FAC012', false],
        ],
      },
      { id: 'frame_003', faces: [['FAC012', true]] },
      { id: 'broken', error_code: 'IMAGE_NOT_READABLE', faces_detected: 0, faces: [] },
      { id: 'empty', error_code: 'NO_FACE', faces_detected: 0, faces: [] },
    ]);
    const written = (await rows()).results.filter(({ camera }) =>
      ['CAM8', 'CAM9'].includes(camera?.id ?? ''),
    );
    expect(
      written.map(({ employee, camera, confidence }) => [employee.id, camera!.id, confidence]).sort(),
    ).toEqual([
      [12, 'CAM8', 0.97],
      [12, 'CAM9', 0.9],
      [13, 'CAM9', 0.97],
    ]);
  });

  it('a bulk verification passes its options to vision', async () => {
    const faces = [{ subject: '14' }, { subject: null }, { subject: null }];
    const { result } = await bulkVerified([{ id: 'a', faces }], { max_faces: 2, similarity_threshold: 0.99 });
    expect(result!.images[0]).toMatchObject({ faces_detected: 3 });
    expect(result!.images[0]!.faces.map(({ decision }) => decision!.threshold)).toEqual([0.99, 0.99]);
  });
});

describe('failing face tasks', () => {
  it('a face task with temporary failures is retried and has one effect', async () => {
    replica.vision.failure = { code: 'UNAVAILABLE', times: 2 };
    const before = replica.vision.identifications;
    const { status, result } = await verified({ faces: [{ subject: '10' }] }, { camera_id: 'RETRY' });
    expect([status, result!.attendance_logged]).toEqual(['completed', true]);
    expect(replica.vision.identifications - before).toBe(3);
  });

  const requester = { accountId: 1, username: 'ADM001', keyId: null, requestId: 'r' };
  /** Accepts a task and deletes its job, as if its process had died in every attempt. */
  const orphan = async (kind: 'enroll' | 'verify' | 'bulk', input: object) => {
    replica.vision.failure = { code: 'UNAVAILABLE', times: Infinity };
    const photographs = [Buffer.from(scriptedPhotograph({ faces: [{ subject: '10' }] }), 'base64')];
    const { id } = await replica.get(TaskIntake).accept({ kind, requester, input, photographs });
    await replica.database.query(`DELETE FROM attendance_jobs.job WHERE data::text LIKE '%' || $1 || '%'`, [
      id,
    ]);
    return id;
  };

  it('a face task of any kind ends when its last attempt fails', async () => {
    const inputs = {
      enroll: { account_id: 10, quality_check: true },
      verify: { camera_id: null, location: null },
      bulk: { images: [{ id: 'x', camera_id: null }], options: { max_faces: 10 } },
    };
    const statuses = { enroll: enrolStatus, verify: verifyStatus, bulk: bulkStatus };
    for (const kind of ['enroll', 'verify', 'bulk'] as const) {
      const id = await orphan(kind, inputs[kind]);
      const worker = replica.get(FaceTaskWorker);
      await expect(worker.run({ taskId: id }, { attempt: 1, lastAttempt: false })).rejects.toMatchObject({
        code: 'UNAVAILABLE',
      });
      await worker.run({ taskId: id }, { attempt: 2, lastAttempt: true });
      const params = { task_id: `${kind}_${id}` };
      const state = await replica.call<typeof enrolStatus>(
        statuses[kind] as typeof enrolStatus,
        { params },
        admin,
      );
      expect(state.status).toBe('failed');
      expect(JSON.stringify(state.result)).toContain('"error_code":"UNAVAILABLE"');
      expect(await replica.database.query('SELECT 1 FROM face_photograph WHERE task_id = $1', [id])).toEqual(
        [],
      );
    }
  });

  it('the sweep ends a face task that never ended and deletes old results', async () => {
    const id = await orphan('verify', { camera_id: null, location: null });
    const sweep = () => replica.get(TaskRetention).sweep();
    const state = () => replica.call(verifyStatus, { params: { task_id: `verify_${id}` } }, admin);
    await sweep();
    expect((await state()).status).not.toBe('failed');
    await replica.database.query(
      `UPDATE face_task SET accepted_at = now() - interval '25 hours' WHERE id = $1`,
      [id],
    );
    await sweep();
    expect(await state()).toMatchObject({ status: 'failed', result: { error_code: 'TASK_EXPIRED' } });
    await replica.database.query(
      `UPDATE face_task SET ended_at = now() - interval '25 hours' WHERE id = $1`,
      [id],
    );
    await sweep();
    await expect(state()).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' });
  });

  it('a face task that runs several times at once ends once', async () => {
    const id = await orphan('verify', { camera_id: 'TWICE', location: null });
    replica.vision.failure = undefined;
    const worker = replica.get(FaceTaskWorker);
    const run = () => worker.run({ taskId: id }, { attempt: 1, lastAttempt: false });
    await Promise.all([run(), run(), run()]);
    const logged = (await rows()).results.filter(({ camera }) => camera?.id === 'TWICE');
    expect(logged).toHaveLength(1);
    const state = await replica.call(verifyStatus, { params: { task_id: `verify_${id}` } }, admin);
    expect(state.result).toMatchObject({ attendance_logged: true, attendance_log_id: logged[0]!.id });
  });
});

it('metrics show how face tasks ended and how many wait', async () => {
  const metrics = await replica.scrape();
  const value = (series: string) =>
    Number(
      metrics
        .split('\n')
        .find((line) => line.startsWith(series))
        ?.split(' ')
        .at(-1),
    );
  expect(value('argus_attendance_face_tasks_ended_total{kind="verify",outcome="COMPLETED"')).toBeGreaterThan(
    5,
  );
  expect(value('argus_attendance_face_tasks_ended_total{kind="verify",outcome="TASK_EXPIRED"')).toBe(1);
  expect(value('argus_attendance_face_task_seconds_count{kind="enroll"')).toBe(4);
  expect(value('argus_attendance_face_tasks_unfinished{kind="bulk"')).toBe(0);
  expect(value('argus_attendance_face_task_oldest_seconds{kind="bulk"')).toBe(0);
  expect(value('argus_attendance_logs_total{method="face"')).toBe((await rows()).count);
  expect(value('argus_attendance_logs_deduplicated_total')).toBeGreaterThan(0);
});
