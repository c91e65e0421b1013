import { Instant } from '@argus/contracts';
import { faultsOfFolding, outcomeOf, soughtFieldsOf, spellingsOf } from '@argus/testing/generated';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttendanceRecorder } from '../logs/attendance-recorder.service.js';
import { admin, type AttendanceReplica, startAttendance } from '../testing/attendance-fixture.js';
import { scriptedPhotograph } from '../testing/scripted-photograph.js';
import { bodyOf, issuePin, whatIsKnownOf } from '../testing/known-person.js';
import { PersonDirectory } from './person-directory.service.js';

const employee = 'GRÖßÉ7';
const department = 'Straße der Prüfung';
const camera = 'Tür Größe';
const at = Instant.ofMs(Date.parse('2026-03-15T08:00:00Z'));
const pin = '804173';
let attendance: AttendanceReplica;
let ids: { readonly shift: string; readonly site: string };

beforeAll(async () => {
  attendance = await startAttendance({ people: [1] });
  attendance.identity.add(7, employee, { department });
  const people = await attendance.get(PersonDirectory).findByIds([1, 7]);
  const requester = { accountId: 7, username: employee, keyId: null, requestId: 'r' };
  await record(camera, people.get(1)!, requester);
  await record(camera, people.get(7)!, requester);
  ids = await whatIsKnownOf(attendance, { employee, department, camera, pin });
});
afterAll(() => attendance.stop());

const record = (
  cameraId: string,
  person: Parameters<AttendanceRecorder['record']>[2][number]['person'],
  requester: Parameters<AttendanceRecorder['record']>[1]['requester'],
) =>
  attendance.database.transaction((tx) =>
    attendance
      .get(AttendanceRecorder)
      .record(tx, { method: 'face' as const, occurredAt: at, verificationSeconds: 0, requester }, [
        { person, cameraId, location: null, confidence: 0.9 },
      ]),
  );

/** Of a streamed answer the number of people that it is about. */
const counted = (reply: unknown): unknown => {
  const { bytes } = (reply ?? {}) as { bytes?: Uint8Array };
  if (!bytes) return reply;
  return {
    count: (JSON.parse(Buffer.from(bytes).toString()) as { total_employees: number }).total_employees,
  };
};

describe('texts that people look for', () => {
  it('sought texts: those of lists, summaries, marks, faces and twins are tried', () => {
    expect(soughtFieldsOf('attendance').length).toBeGreaterThan(8);
  });

  it.each(soughtFieldsOf('attendance'))(
    'sought texts: $title finds in capitals, in small letters and decomposed what it finds as written',
    async ({ operation, part, field }) => {
      const texts: Readonly<Record<string, string>> = {
        employee_id: employee,
        employee_ids: employee,
        other_employee_id: employee,
        requested_by: employee,
        camera_id: camera,
        department,
      };
      const photograph = scriptedPhotograph();
      const inputOf = (text: string): object => {
        const input = {
          params: { employee_id: 'P1', other_employee_id: 'P1', id: ids.site },
          query: {
            page: 1,
            page_size: 5,
            date_from: '2026-03-15',
            date_to: '2026-03-15',
            period: 'daily',
            format: 'json',
          },
          body: {
            timestamp: '2026-03-15T09:00:00Z',
            reason: 'r',
            marked_by: 'a@example.com',
            image: photograph,
            images: [photograph, photograph, photograph],
            quality_check: true,
            ...bodyOf({ ...ids, pin }),
          },
        };
        const isList = part === 'body' && field === 'employee_ids';
        return { ...input, [part]: { ...input[part], [field]: isList ? [text] : text } };
      };
      const outcomeFor = async (text: string) => {
        if (operation.subject === 'attendance.pin.remove') await issuePin(attendance, employee, pin);
        return outcomeOf(attendance.call(operation, inputOf(text) as never, admin).then(counted));
      };
      expect(await faultsOfFolding(texts[field]!, outcomeFor)).toEqual([]);
    },
  );

  it('a camera is the same in any case: it does not log a person twice within the window', async () => {
    const count = async () => (await attendance.database.query('SELECT FROM attendance_log')).length;
    const before = await count();
    const person = (await attendance.get(PersonDirectory).findByIds([7])).get(7)!;
    const requester = { accountId: 7, username: employee, keyId: null, requestId: 'r' };
    for (const spelling of spellingsOf(camera)) {
      const recorded = await record(spelling, person, requester);
      expect([...recorded.values()]).toEqual([expect.objectContaining({ written: false })]);
    }
    expect(await count()).toBe(before);
  });

  it('the summary counts a department once, by the spelling that most attendances have', async () => {
    attendance.identity.add(8, 'P8', { department: department.toUpperCase() });
    attendance.identity.add(9, 'P9', { department: department.toUpperCase() });
    const people = await attendance.get(PersonDirectory).findByIds([7, 8, 9]);
    for (const person of people.values())
      await record('another', person, { accountId: 1, username: 'P1', keyId: null, requestId: 'r' });
    const summary = soughtFieldsOf('attendance').find(({ title }) => title.includes('summarise'))!.operation;
    const query = { period: 'daily', date_from: '2026-03-15', date_to: '2026-03-15' };
    const { departments } = (await attendance.call(summary, { query } as never, admin)) as {
      departments: Record<string, number>;
    };
    expect(Object.keys(departments).sort()).toEqual(['Computer Science', expect.stringMatching(/^str/i)]);
  });
});
