import { type FaceVerified, faceVerified, incidentContract, incidentOpened, Instant } from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';

const operations = incidentContract.operations;
const page = { page: 1, page_size: 100 };
const student = principal(40, 'student', 'P40');

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [40], settings: { ATTENDANCE_INCIDENT_FAILURES: '3' } });
});
afterAll(() => replica.stop());

const report = (more: object = {}, as = student) =>
  replica.call(
    operations.report,
    {
      body: {
        type: 'spoofing_attempt',
        description: 'Somebody held a tablet up',
        severity: 'high',
        ...more,
      } as never,
    },
    as,
  );
const listed = async (query: object = {}) =>
  (await replica.call(operations.list, { query: { ...page, ...query } }, admin)).results;

describe('incidents', () => {
  it('incident: a report with a picture is open, and its picture is sealed in the database', async () => {
    const image = scriptedPhotograph({ faces: [] });
    const { id } = await report({ image, camera_id: 'CAM1' });
    const read = await replica.call(operations.get, { params: { id } }, admin);
    expect(read).toMatchObject({
      status: 'open',
      has_image: true,
      reported_by: 'P40',
      notes: [],
      decided_by: null,
    });
    expect(read.image).toBe(`data:image/png;base64,${image}`);
    const [row] = await replica.database.query<{ sealed: Buffer }>(
      'SELECT image_sealed AS sealed FROM incident WHERE id = $1',
      [id],
    );
    expect(row!.sealed.includes(Buffer.from(image, 'base64').subarray(0, 40))).toBe(false);
  });

  it('incident: the first decision counts, the same again changes nothing, another is a conflict', async () => {
    const { id } = await report();
    const decide = (status: 'confirmed' | 'dismissed') =>
      replica.call(operations.decide, { params: { id }, body: { status, note: 'Seen on the film' } }, admin);
    const decided = await decide('confirmed');
    expect(decided).toMatchObject({
      status: 'confirmed',
      decided_by: 'ADM001',
      notes: [{ by: 'ADM001', text: 'Seen on the film' }],
    });
    expect(await decide('confirmed')).toEqual(decided);
    await expect(decide('dismissed')).rejects.toMatchObject({ code: 'INCIDENT_DECIDED' });
    const noted = await replica.call(
      operations.addNote,
      { params: { id }, body: { text: 'Police told' } },
      admin,
    );
    expect(noted.notes.map(({ text }) => text)).toEqual(['Seen on the film', 'Police told']);
    expect((await listed({ status: 'confirmed' })).map((each) => each.id)).toEqual([id]);
  });

  it('incident: nobody floods the list; what is decided makes room', async () => {
    const flooder = principal(41, 'faculty', 'P41');
    const codes = await Promise.all(
      Array.from({ length: 53 }, () =>
        report({}, flooder).then(
          () => 'taken',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes.filter((code) => code === 'taken')).toHaveLength(50);
    expect(codes.filter((code) => code === 'TOO_MANY_INCIDENTS')).toHaveLength(3);
  });

  it('incident: three strangers at one camera open one, more add none until it is decided; bad pictures and other cameras do not count', async () => {
    const at = Instant.now().ms;
    let seconds = 0;
    const failed = async (camera_id: string, reason: string | null): Promise<void> => {
      const event: FaceVerified = {
        ...{
          employee_id: null,
          camera_id,
          confidence: null,
          reason,
          processing_time: 0.1,
          requested_by: 1,
          key_id: null,
        },
        ...{ occurred_at: new Date(at + 1000 * seconds++).toISOString(), request_id: 'test' },
      };
      await replica.publish(faceVerified, event);
    };
    for (const reason of ['NO_FACE', 'IMAGE_DAMAGED', null, 'BELOW_THRESHOLD'])
      await failed('Gate 7', reason);
    await failed('GATE 7', 'NOT_LIVE');
    await failed('Gate 8', 'BELOW_THRESHOLD');
    await eventually(
      () => replica.database.query('SELECT 1 FROM failed_face'),
      (rows) => rows.length === 3,
    );
    expect(await listed({ camera_id: 'gate 7' })).toEqual([]);
    for (let n = 0; n < 4; n++) await failed('gate 7', 'BELOW_THRESHOLD');
    await eventually(
      () => replica.database.query('SELECT 1 FROM failed_face'),
      (rows) => rows.length === 7,
    );
    const opened = await listed({ camera_id: 'gate 7' });
    expect(opened).toMatchObject([{ type: 'failed_faces', status: 'open', reported_by: null }]);
    const told = await replica.database.query<{ payload: object }>(
      `SELECT payload FROM outbox_message WHERE subject = $1 AND payload ->> 'type' = 'failed_faces'`,
      [incidentOpened.subject],
    );
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { incident_id: opened[0]!.id, camera_id: 'gate 7' },
    ]);
  });
});
