import {
  attendanceContract,
  attendanceDeedDone,
  badgeContract,
  Instant,
  pinContract,
  presenceContract,
  type Principal,
} from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';

const badges = badgeContract.operations;
const pins = pinContract.operations;
const presence = presenceContract.operations;
const { mark } = attendanceContract.operations;
const terminal: Principal = {
  ...principal(1, 'admin', 'ADM001'),
  sessionId: 'b7b6c0de-0000-4000-8000-000000000001',
  scopes: [],
};
const page = { page: 1, page_size: 100 };

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({ people: [20, 21, 22, 23, 24, 25, 26] });
});
afterAll(() => replica.stop());

const issue = (employee_id: string) => replica.call(badges.issue, { body: { employee_id } }, admin);
const show = (badge: string, camera_id: string, as: Principal = terminal) =>
  replica.call(presence.badge, { body: { badge, camera_id } }, as);
const typed = (employee_id: string, pin: string, camera_id = 'GATE', as: Principal = terminal) =>
  replica.call(presence.pin, { body: { employee_id, pin, camera_id } }, as);
const setPin = (employee_id: string, pin?: string) =>
  replica.call(pins.issue, { body: { employee_id, ...(pin && { pin }) } }, admin);
const logs = async (employee_id: string) =>
  (await replica.call(attendanceContract.operations.logs, { query: { ...page, employee_id } }, admin))
    .results;
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );
const deeds = async (act: string) =>
  (
    await replica.database.query<{ payload: { success: boolean; person_id: number } }>(
      `SELECT payload FROM outbox_message WHERE subject = $1 AND payload ->> 'act' = $2 ORDER BY created_at`,
      [attendanceDeedDone.subject, act],
    )
  ).map(({ payload }) => payload);

describe('presence by badge', () => {
  it('badge: what a scanner read logs its owner once in the window, as any method does', async () => {
    const { code } = await issue('P20');
    const first = await show(code!, 'GATE');
    const second = await show(code!, 'gate');
    expect(first).toMatchObject({ employee_id: 'P20', method: 'badge', attendance_logged: true });
    expect(second).toMatchObject({ attendance_logged: false, attendance_log_id: first.attendance_log_id });
    expect(await logs('P20')).toMatchObject([
      { method: 'badge', confidence: null, camera: { id: 'GATE' }, self_reported: false },
    ]);
  });

  it('badge: a picture of the printed code is read, also small and turned', async () => {
    const { png } = await issue('P21');
    const code = await sharp(Buffer.from(png!.split(',')[1]!, 'base64'))
      .resize(220)
      .rotate(12, { background: '#fff' })
      .toBuffer();
    const picture = await sharp({ create: { width: 1280, height: 720, channels: 3, background: '#888' } })
      .composite([{ input: code, left: 700, top: 250 }])
      .jpeg()
      .toBuffer();
    const image = picture.toString('base64');
    const shown = await replica.call(presence.badge, { body: { image, camera_id: 'GATE' } }, terminal);
    expect(shown).toMatchObject({ employee_id: 'P21', attendance_logged: true });
    const empty = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    const none = replica.call(presence.badge, { body: { image: empty.toString('base64') } }, terminal);
    expect(await codeOf(none)).toBe('NO_BADGE_IN_PICTURE');
  });

  it('badge: revoked, unknown and of an inactive person are refused alike, logged nowhere and told to the audit', async () => {
    const [revoked, left] = [await issue('P22'), await issue('P23')];
    await replica.call(badges.revoke, { params: { id: revoked.id } }, admin);
    await replica.database.query(`UPDATE person SET is_active = false WHERE employee_id = 'P23'`);
    for (const code of [revoked.code!, left.code!, `ARGUS1.${'A'.repeat(32)}`, 'ARGUS1.', 'x'])
      expect(await codeOf(show(code, 'GATE'))).toBe('BADGE_NOT_VALID');
    expect([await logs('P22'), await logs('P23')]).toEqual([[], []]);
    const refused = (await deeds('presence-verified')).filter(({ success }) => !success);
    expect(refused).toHaveLength(5);
    expect(refused.some(({ person_id }) => person_id === 23)).toBe(true);
  });

  it("badge: a student shows their own only, and the entry says that they reported themselves; a colleague's counts for nobody", async () => {
    const [own, other] = [await issue('P24'), await issue('P20')];
    const student = principal(24, 'student', 'P24');
    expect(await codeOf(show(other.code!, 'DOOR', student))).toBe('BADGE_NOT_VALID');
    await show(own.code!, 'DOOR', student);
    expect(await logs('P24')).toMatchObject([{ self_reported: true, method: 'badge' }]);
  });

  it('badge: no code is stored, listed or told', async () => {
    const { code, id } = await issue('P25');
    const rows = await replica.database.query('SELECT * FROM badge');
    const listed = await replica.call(badges.list, { query: { ...page, employee_id: 'P25' } }, admin);
    const told = await replica.database.query('SELECT payload FROM outbox_message');
    expect(listed.results.map((badge) => badge.id)).toEqual([id]);
    expect(JSON.stringify([rows, listed, told])).not.toContain(code!.slice(7));
  });
});

describe('presence by PIN', () => {
  it('PIN: employee id and PIN log the person; a new one replaces the former', async () => {
    const { pin } = await setPin('P20');
    expect(await typed('P20', pin!, 'PINPAD')).toMatchObject({ method: 'pin', attendance_logged: true });
    await setPin('P20', '804173');
    expect(await codeOf(typed('P20', pin!))).toBe('PIN_NOT_VALID');
    expect(await typed('p20', '804173', 'OTHER')).toMatchObject({ employee_id: 'P20' });
  });

  it('PIN: after five wrong tries even the right one waits, for people who exist and who do not', async () => {
    await setPin('P21', '804173');
    for (const name of ['P21', 'NOBODY']) {
      const codes: string[] = [];
      for (let n = 0; n < 6; n++) codes.push(await codeOf(typed(name, '999000')));
      expect(codes).toEqual([...Array<string>(5).fill('PIN_NOT_VALID'), 'RATE_LIMITED']);
    }
    expect(await codeOf(typed('P21', '804173'))).toBe('RATE_LIMITED');
    await replica.database.query(`UPDATE pin_attempt SET last_at = last_at - interval '31 seconds'`);
    expect(await typed('P21', '804173', 'PINPAD')).toMatchObject({ attendance_logged: true });
  });

  it('PIN: twenty tries side by side get no more guesses than one after the other', async () => {
    await replica.database.query('DELETE FROM pin_attempt');
    await setPin('P25', '804173');
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(typed('P25', '555001'))));
    expect(codes.filter((code) => code === 'PIN_NOT_VALID')).toHaveLength(5);
  });

  it("PIN: a student's guesses at a colleague's PIN are neither compared nor counted, so they tell nothing and make nobody wait", async () => {
    await replica.database.query('DELETE FROM pin_attempt');
    await setPin('P22', '804173');
    await setPin('P24', '315807');
    const student = principal(24, 'student', 'P24');
    const guess = (name: string, pin: string) =>
      codeOf(replica.call(presence.pin, { body: { employee_id: name, pin } }, student));
    const codes: string[] = [];
    for (const pin of ['999000', '999001', '804173', '999002', '999003', '999004', '999005', '804173'])
      codes.push(await guess('P22', pin));
    expect(new Set(codes)).toEqual(new Set(['PIN_NOT_VALID']));
    expect(await replica.database.query('SELECT key FROM pin_attempt')).toEqual([]);
    expect(await guess('p24', '315807')).toBe('none');
    const refused = (await deeds('presence-verified')).filter(
      ({ success, person_id }) => !success && person_id === 22,
    );
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect(await typed('P22', '804173', 'PINPAD')).toMatchObject({ attendance_logged: true });
  });

  it('PIN: a removed one and a weak one do not count, and nothing of it is in the database', async () => {
    await replica.database.query('DELETE FROM pin_attempt');
    await expect(setPin('P26', '123456')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await replica.call(pins.setOwn, { body: { pin: '950271' } }, principal(26, 'student', 'P26'));
    const stored = await replica.database.query(
      `SELECT pin::text FROM pin UNION ALL SELECT payload::text FROM outbox_message`,
    );
    expect(JSON.stringify(stored)).not.toContain('950271');
    await replica.call(pins.remove, { params: { employee_id: 'P26' } }, admin);
    expect(await codeOf(typed('P26', '950271'))).toBe('PIN_NOT_VALID');
  });

  it('PIN and badge: beside a manual mark each method stands in its own row', async () => {
    const { code } = await issue('P26');
    await show(code!, 'HALL');
    const body = { employee_id: 'P26', timestamp: Instant.now(), reason: 'x', marked_by: 'a@b.example' };
    await replica.call(mark, { body }, admin);
    expect((await logs('P26')).map(({ method }) => method).sort()).toEqual(['badge', 'manual']);
  });
});
