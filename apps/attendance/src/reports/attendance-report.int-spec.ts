import { randomUUID } from 'node:crypto';
import { plusDays } from '@argus/calendar';
import {
  type AttendanceReport,
  type AttendanceReportQuery,
  attendanceReportContract,
  type Principal,
  type ReportJobView,
} from '@argus/contracts';
import { eventually } from '@argus/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, principal, startAttendance } from '../testing/attendance-fixture.js';
import { ReportRetention } from './jobs/report-retention.clock.js';

const { report, job, file } = attendanceReportContract.operations;
const faculty = principal(2, 'faculty');
/* February 2026 has 20 working days; 2 February is a Monday. */
const february = { date_from: '2026-02-01', date_to: '2026-02-28' };

let replica: AttendanceReplica;
beforeAll(async () => {
  replica = await startAttendance({
    settings: { SITE_TIME_ZONE: 'Europe/Berlin', REPORT_PEOPLE_AT_ONCE: '3', REPORT_MAX_FILES: '4' },
  });
  await addPeople([
    [10, 'Physics', true],
    [11, 'Physics', true],
    [12, 'physics', true],
    [13, 'قسم', true],
    [14, null, false],
    [15, 'Gone', false],
  ]);
  for (let day = 1; day <= 10; day++) await attend(10, `2026-02-${String(day).padStart(2, '0')}T07:30:00Z`);
  /* Shortly before midnight in Berlin on 31 January, and after it. */
  await attend(11, '2026-01-31T22:30:00Z');
  await attend(11, '2026-02-02T23:30:00Z');
  await attend(12, '2026-02-27T08:00:00Z');
  await attend(14, '2026-02-03T08:00:00Z');
});
afterAll(() => replica.stop());

async function addPeople(people: readonly (readonly [number, string | null, boolean])[]): Promise<void> {
  for (const [id, department, isActive] of people)
    await replica.database.query(
      `INSERT INTO person (account_id, employee_id, name, department, role, is_active, revision)
       VALUES ($1, 'P' || $1::int, 'Name ' || $1::int, $2, 'student', $3, 1)`,
      [id, department, isActive],
    );
}
const attend = (person: number, at: string) =>
  replica.database.query(
    `INSERT INTO attendance_log (person_id, occurred_at, method, reason) VALUES ($1, $2, 'manual', 'test')`,
    [person, at],
  );
const ask = (query: Partial<AttendanceReportQuery> = {}, caller: Principal = admin) =>
  replica.call(
    report,
    { query: { format: 'json', period: 'monthly', background: false, ...february, ...query }, body: {} },
    caller,
  );
const read = async (query: Partial<AttendanceReportQuery> = {}, caller?: Principal) =>
  JSON.parse(Buffer.from((await ask(query, caller)).bytes).toString()) as AttendanceReport;
const startJob = async (query: Partial<AttendanceReportQuery>, caller?: Principal) => {
  const { status, bytes } = await ask(query, caller);
  expect(status).toBe(202);
  return JSON.parse(Buffer.from(bytes).toString()) as ReportJobView;
};
const ended = (id: string, caller: Principal = admin) =>
  eventually(
    () => replica.call(job, { params: { job_id: id } }, caller),
    ({ status }) => status === 'completed' || status === 'failed',
  );
const download = (id: string, caller: Principal = admin) =>
  replica.call(file, { params: { job_id: id }, body: {} }, caller);

describe('attendance reports', () => {
  it('report: totals and departments follow from the rows, in the days of the site', async () => {
    const told = await read();
    expect(told).toMatchObject({
      report_id: expect.stringMatching(/^RPT_\d{8}_001$/),
      period: 'monthly',
      date_range: '2026-02-01 to 2026-02-28',
      /* Who is inactive counts if they attended. */
      total_employees: 5,
      never_attended: 1,
      working_days: 20,
      calendar: 'monday_to_friday',
      time_zone: 'Europe/Berlin',
    });
    expect(told.department_stats).toEqual({
      /* Of P10 7 of 20 days, of P11 3 February of 20, of P12 the only day since the first. */
      Physics: { total_employees: 3, attendance_rate: 0.22, avg_daily_attendance: 0.5 },
      قسم: { total_employees: 1, attendance_rate: null, avg_daily_attendance: 0 },
      Unknown: { total_employees: 1, attendance_rate: 0.05, avg_daily_attendance: 0.1 },
    });
    expect(told.attendance_rate).toBe(0.17);
  });

  it('report: the same question about the same rows has the same bytes; other rows or another question the next number', async () => {
    const first = await ask();
    expect(Buffer.from((await ask()).bytes)).toEqual(Buffer.from(first.bytes));
    const other = await read({ department: 'PHYSICS' });
    expect(other.report_id).toMatch(/_002$/);
    await attend(13, '2026-02-27T08:00:00Z');
    expect((await read()).report_id).toMatch(/_003$/);
    expect((await read({ department: 'PHYSICS' })).report_id).toBe(other.report_id);
    const together = await Promise.all(
      ['P10', 'P11', 'P12', 'P13'].map((employee_ids) => read({ employee_ids })),
    );
    expect(together.map(({ report_id }) => report_id.slice(-3)).sort()).toEqual(['004', '005', '006', '007']);
  });

  it('report: filters name people and a department in any case, and nobody is an answer too', async () => {
    expect((await read({ employee_ids: ' p10 , P12,P10' })).total_employees).toBe(2);
    expect((await read({ department: 'physics', employee_ids: 'P13' })).total_employees).toBe(0);
    expect(await read({ department: "x' OR 1=1 --" })).toMatchObject({
      total_employees: 0,
      attendance_rate: null,
      department_stats: {},
    });
  });

  it('report: a student gets one on themselves alone, whatever they ask for', async () => {
    const student = principal(12, 'student');
    expect(await read({}, student)).toMatchObject({ total_employees: 1, attendance_rate: 1 });
    expect((await read({ employee_ids: 'P10' }, student)).total_employees).toBe(0);
    const csv = await ask({ format: 'csv' }, student);
    expect(Buffer.from(csv.bytes).toString()).not.toContain('P10');
    expect((await read({}, faculty)).total_employees).toBe(5);
  });

  it('report: a range of ten years, days in disorder and too many people are refused', async () => {
    await expect(ask({ date_from: '2016-01-01', date_to: '2025-12-31' })).rejects.toMatchObject({
      code: 'RANGE_TOO_LONG',
    });
    await expect(ask({ date_from: '2026-03-01' })).rejects.toMatchObject({ code: 'DATES_REVERSED' });
    const ids = Array.from({ length: 201 }, (_, index) => index).join(',');
    await expect(ask({ employee_ids: ids })).rejects.toMatchObject({ code: 'TOO_MANY_EMPLOYEES' });
  });

  it('report: a range that has not come, and one before there were computers, have no rate', async () => {
    for (const date_from of ['9999-12-01', '0001-01-01']) {
      const told = await read({ date_from, date_to: plusDays(date_from, 20), employee_ids: 'P10' });
      expect(told.attendance_rate === null || told.attendance_rate === 0).toBe(true);
    }
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8', '\uFEFFemployee_id', 'csv'],
    ['pdf', 'application/pdf', '%PDF-', 'pdf'],
    ['excel', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK', 'xlsx'],
  ] as const)(
    'report: one of few people as %s is answered at once, with the same bytes again',
    async (format, type, head, extension) => {
      const query = { format, department: 'physics' } as const;
      const answer = await ask(query);
      const { report_id } = await read({ department: 'physics' });
      expect(answer).toMatchObject({
        media_type: type,
        filename: `${report_id}_2026-02-01_2026-02-28.${extension}`,
      });
      expect(Buffer.from(answer.bytes).toString().startsWith(head)).toBe(true);
      expect(Buffer.from((await ask(query)).bytes).equals(Buffer.from(answer.bytes))).toBe(true);
    },
  );

  it('report: one of many people is made in the background, sealed, and is what it would have been at once', async () => {
    const begun = await startJob({ format: 'csv' });
    expect(begun).toMatchObject({ format: 'csv', error_code: null });
    const done = await ended(begun.job_id);
    const { report_id } = await read();
    expect(done).toMatchObject({
      status: 'completed',
      progress: 1,
      report_id,
      download_url: `${done.status_url}file/`,
    });
    const { bytes, filename } = await download(begun.job_id);
    expect(filename).toBe(`${report_id}_2026-02-01_2026-02-28.csv`);
    expect(
      Buffer.from(bytes)
        .toString()
        .split('\r\n')
        .filter((line) => line.includes('Name')),
    ).toHaveLength(5);
    const again = await startJob({ format: 'csv' });
    await ended(again.job_id);
    expect(Buffer.from((await download(again.job_id)).bytes).equals(Buffer.from(bytes))).toBe(true);
    const stored = await replica.database.query<{ file: Buffer }>(
      'SELECT file_sealed AS file FROM report_job',
    );
    for (const row of stored) expect(row.file.includes('Name 10')).toBe(false);
  });

  it('report: who made it and administrators read a job; for others, and without one, there is none', async () => {
    const { job_id } = await startJob({ format: 'pdf' }, faculty);
    await ended(job_id, faculty);
    expect(
      Buffer.from((await download(job_id, admin)).bytes)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    const stranger = principal(3, 'faculty');
    for (const id of [job_id, randomUUID(), 'x', "' OR 1=1"])
      for (const operation of [job, file])
        await expect(
          replica.call(operation, { params: { job_id: id }, body: {} }, stranger),
        ).rejects.toMatchObject({ code: 'REPORT_JOB_NOT_FOUND' });
  });

  it('report: while a file is made, the same question gets the same job, and its file is not ready', async () => {
    await replica.database.query(
      `INSERT INTO report_job (id, requested_by, format, scope, question_digest)
       SELECT gen_random_uuid(), 1, format, scope, question_digest FROM report_job WHERE requested_by = 1 AND format = 'csv' LIMIT 1`,
    );
    const first = await startJob({ format: 'csv' });
    expect(await startJob({ format: 'csv' })).toEqual(first);
    await expect(download(first.job_id)).rejects.toMatchObject({ code: 'REPORT_NOT_READY' });
  });

  it('report: when too many files are kept, no further one is begun; they are destroyed by their age', async () => {
    await expect(ask({ format: 'excel' })).rejects.toMatchObject({ code: 'QUEUE_FULL' });
    await replica.database.query("UPDATE report_job SET requested_at = now() - interval '25 hours'");
    await replica.get(ReportRetention).sweep();
    expect(await replica.database.query('SELECT FROM report_job')).toEqual([]);
    const { job_id } = await startJob({ format: 'excel' });
    expect((await ended(job_id)).status).toBe('completed');
  });

  it('report: one student takes a share of the files that are kept, not the place of everybody', async () => {
    await replica.database.query('DELETE FROM report_job');
    const student = principal(10, 'student', 'P10');
    const asked = (date_to: string, caller: Principal) =>
      ask({ format: 'csv', background: true, date_to }, caller).then(
        ({ status }) => status,
        (error: { code: string }) => error.code,
      );
    const answers: unknown[] = [];
    for (const day of ['2026-02-24', '2026-02-25', '2026-02-26']) answers.push(await asked(day, student));
    answers.push(await asked('2026-02-26', admin));
    expect(answers).toEqual([202, 202, 'QUEUE_FULL', 202]);
  });
});
