import { type BulkImage, faceContract, type Principal } from '@argus/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';
import sharp from 'sharp';

const { enrol, verify, verifyStatus, enrolStatus, bulkVerify } = faceContract.operations;
const MAX_QUEUED = 6;
const good = scriptedPhotograph();

let replica: AttendanceReplica;
let letVisionGo: () => void = () => undefined;

beforeAll(async () => {
  replica = await startAttendance({
    settings: { ATTENDANCE_MAX_QUEUED_TASKS: String(MAX_QUEUED), ATTENDANCE_MAX_QUEUED_MIB: '1' },
  });
  replica.identity.add(10, 'FAC010');
  replica.identity.add(11, 'STU011', { role: 'student' });
  replica.identity.add(12, 'GONE12', { is_active: false });
});
afterEach(() => letVisionGo());
afterAll(async () => {
  await replica.stop();
});

const holdVision = (): void => {
  const held = new Promise<void>((resolve) => (letVisionGo = resolve));
  replica.vision.gate = () => held;
};
const accepted = async (): Promise<number> =>
  (await replica.database.query('SELECT 1 FROM face_task')).length;
const verifyAs = (caller: Principal, image = good) => replica.call(verify, { body: { image } }, caller);
const enrolBody = (employee_id: string, images = [good, good, good]) => ({
  body: { employee_id, images, quality_check: true },
});

async function hostile(): Promise<Record<string, string>> {
  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#123' }, limitInputPixels: false });
  const frame = (shade: string) =>
    sharp({ create: { width: 40, height: 40, channels: 3, background: shade } })
      .png()
      .toBuffer();
  const frames = [await frame('#100'), await frame('#f00')];
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    'not base64': 'this is not base64!',
    'a text named .jpg': `data:image/jpeg;base64,${base64(Buffer.from('only text'))}`,
    '1×1 pixel': base64(await flat(1, 1).png().toBuffer()),
    'a bomb of 20 000 × 20 000': base64(await flat(20_000, 20_000).png({ compressionLevel: 9 }).toBuffer()),
    'an animation': base64(
      await sharp(frames, { join: { animated: true } })
        .webp()
        .toBuffer(),
    ),
  };
}

describe('invalid pictures', () => {
  it('invalid pictures are refused with their position in the request, and nothing is queued', async () => {
    const before = await accepted();
    for (const [what, image] of Object.entries(await hostile())) {
      const issue = { code: 'invalid', params: { text: expect.stringMatching(/\.$/) } };
      const refusal = (path: (string | number)[]) => ({
        code: 'VALIDATION_FAILED',
        details: { issues: [{ ...issue, path }] },
      });
      await expect(verifyAs(admin, image)).rejects.toMatchObject(refusal(['image']));
      await expect(
        replica.call(enrol, enrolBody('FAC010', [good, image, good]), admin),
      ).rejects.toMatchObject(refusal(['images', 1]));
      const images: BulkImage[] = [
        { id: 'a', image: good },
        { id: what, image },
      ];
      await expect(replica.call(bulkVerify, { body: { images } }, admin)).rejects.toMatchObject(
        refusal(['images', 1, 'image']),
      );
    }
    expect(await accepted()).toBe(before);
  });

  it('invalid pictures of one request are all reported at once', async () => {
    const refused = replica.call(enrol, enrolBody('FAC010', ['?', good, '?']), admin);
    await expect(refused).rejects.toMatchObject({
      details: { issues: [{ path: ['images', 0] }, { path: ['images', 2] }] },
    });
    await expect(replica.call(enrol, enrolBody('FAC010', [good, good]), admin)).rejects.toMatchObject({
      details: { issues: [{ path: ['images'], code: 'too_few_items' }] },
    });
  });
});

describe('access to face requests', () => {
  it('students can enrol only themselves and learn nothing about others', async () => {
    const student = principal(11, 'student', 'STU011');
    for (const employee_id of ['FAC010', 'NOBODY'])
      await expect(replica.call(enrol, enrolBody(employee_id), student)).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
      });
    expect(await replica.call(enrol, enrolBody('STU011'), student)).toEqual({
      task_id: expect.stringMatching(/^enroll_[0-9a-f-]{36}$/),
      status: 'queued',
      message: 'Face enrollment task queued successfully',
    });
  });

  it('a verification may name an active person, and a student only themselves', async () => {
    const student = principal(11, 'student', 'STU011');
    const claim = (employee_id: string, caller: Principal) =>
      replica.call(verify, { body: { image: good, employee_id } }, caller);
    for (const employee_id of ['FAC010', 'NOBODY'])
      await expect(claim(employee_id, student)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(claim('NOBODY', admin)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
    await expect(claim('GONE12', admin)).rejects.toMatchObject({ code: 'USER_INACTIVE' });
    for (const caller of [student, admin])
      expect(await claim('STU011', caller)).toMatchObject({ status: 'queued' });
  });

  it('enrolling unknown or inactive people is refused', async () => {
    await expect(replica.call(enrol, enrolBody('NOBODY'), admin)).rejects.toMatchObject({
      code: 'USER_NOT_FOUND',
    });
    await expect(replica.call(enrol, enrolBody('GONE12'), admin)).rejects.toMatchObject({
      code: 'USER_INACTIVE',
    });
  });

  it('a face task is visible to its requester and to admins and does not exist for others', async () => {
    const asking = principal(10, 'faculty', 'FAC010');
    const { task_id } = await verifyAs(asking);
    for (const caller of [asking, admin])
      expect(await replica.call(verifyStatus, { params: { task_id } }, caller)).toMatchObject({ task_id });
    const uuid = task_id.slice('verify_'.length);
    for (const [id, caller] of [
      [task_id, principal(11, 'faculty')],
      [uuid, asking],
      [`enroll_${uuid}`, asking],
      ['verify_b2c3d4e5-e5f6-g7h8', asking],
      ["verify_' OR 1=1", asking],
    ] as const)
      await expect(replica.call(verifyStatus, { params: { task_id: id } }, caller)).rejects.toMatchObject({
        code: 'TASK_NOT_FOUND',
      });
    await expect(replica.call(enrolStatus, { params: { task_id } }, asking)).rejects.toMatchObject({
      code: 'TASK_NOT_FOUND',
    });
  });

  it('a verification without authentication is refused', async () => {
    await expect(replica.call(verify, { body: { image: good } })).rejects.toMatchObject({
      code: 'NOT_AUTHENTICATED',
    });
  });
});

describe('a full queue of face tasks', () => {
  const drained = async () =>
    (await replica.database.query('SELECT 1 FROM face_task WHERE ended_at IS NULL')).length === 0;
  const untilDrained = async () => {
    letVisionGo();
    while (!(await drained())) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('a full queue of face tasks refuses further tasks and says when to retry', async () => {
    await untilDrained();
    holdVision();
    const answers = [];
    for (let i = 0; i < MAX_QUEUED; i++) answers.push(await verifyAs(admin));
    expect(answers.at(-1)!.estimated_time).toBeGreaterThan(answers[0]!.estimated_time);
    const before = await accepted();
    await expect(verifyAs(admin)).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      details: { retryAfterSeconds: expect.any(Number) },
    });
    expect(await accepted()).toBe(before);
    await untilDrained();
    await verifyAs(admin);
  });

  it('a queue of face tasks refuses photographs beyond its maximum size', async () => {
    await untilDrained();
    holdVision();
    const large = Buffer.concat([Buffer.from(good, 'base64'), Buffer.alloc(600_000, ' ')]).toString('base64');
    await verifyAs(admin, large);
    await expect(verifyAs(admin, large)).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    await untilDrained();
  });
});

describe('waiting photographs', () => {
  it('waiting photographs are sealed and destroyed when their task ends', async () => {
    holdVision();
    const marked = scriptedPhotograph({ faces: [{ subject: null, reasons: ['plain-text-marker'] }] });
    const { task_id } = await verifyAs(admin, marked);
    const id = task_id.slice('verify_'.length);
    const kept = () =>
      replica.database.query<{ sealed: Buffer }>('SELECT sealed FROM face_photograph WHERE task_id = $1', [
        id,
      ]);
    const [photograph] = await kept();
    expect(photograph!.sealed.byteLength).toBeGreaterThan(Buffer.from(marked, 'base64').byteLength);
    expect(photograph!.sealed.includes('plain-text-marker')).toBe(false);
    letVisionGo();
    for (;;) {
      const { status } = await replica.call(verifyStatus, { params: { task_id } }, admin);
      if (status === 'completed') break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await kept()).toEqual([]);
  });
});
