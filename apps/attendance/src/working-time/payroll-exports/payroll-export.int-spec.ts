import {
  holidayCalendarContract,
  payrollExportContract,
  type PayrollFileQuery,
  type StreamPiece,
} from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, type AttendanceReplica, startAttendance } from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';
import { WorkDaySource } from '../work-days/work-day-source.service.js';

const { create, get, sheets, file, differences, withdraw } = payrollExportContract.operations;
const page = { page: 1, page_size: 100 };

let replica: AttendanceReplica;
let client: WorkingTimeClient;
beforeAll(async () => {
  replica = await startAttendance({ people: [11, 12, 13] });
  client = new WorkingTimeClient(replica);
});
afterAll(() => replica.stop());

const close = (date_from: string, date_to: string, more: object = {}) =>
  replica.call(create, { body: { date_from, date_to, ...more } }, admin);
const differing = async (id: string) =>
  (await replica.call(differences, { params: { id }, query: page }, admin)).results;
async function csv(id: string, rows: PayrollFileQuery['rows']): Promise<string> {
  const pieces: Buffer[] = [];
  let state: Uint8Array | undefined;
  do {
    const piece: StreamPiece = await replica.call(
      file,
      { params: { id }, query: { rows }, body: { ...(state && { state }) } },
      admin,
    );
    pieces.push(Buffer.from(piece.bytes));
    state = piece.next;
  } while (state !== undefined);
  return Buffer.concat(pieces).toString();
}

describe('payroll exports', () => {
  it('a closed period never changes; a holiday that is removed afterwards and a late punch are told as differences', async () => {
    const calendar = await client.calendar([{ date: '2026-03-17', name: 'Feast', part: 'day' }]);
    const { id: shift } = await client.shift({ holiday_calendar: calendar.id });
    await client.assign('P11', [shift]);
    await client.punch('P11', '2026-03-16T09:12:00Z', '2026-03-16T17:00:00Z', '2026-03-18T09:00:00Z');
    const made = await close('2026-03-16', '2026-03-18');
    expect(made).toMatchObject({ status: 'closed', people: 1, incomplete_days: 1, created_by: 'ADM001' });
    const before = await replica.call(sheets, { params: { id: made.id }, query: page }, admin);
    expect(before.results).toMatchObject([
      {
        employee: { employee_id: 'P11' },
        planned_min: 960,
        worked_min: 468,
        late_min: 12,
        holiday_min: 480,
        attended_days: 2,
        absent_days: 0,
        days: [{ status: 'present' }, { status: 'holiday' }, { status: 'incomplete' }],
      },
    ]);
    expect(await differing(made.id)).toEqual([]);

    await replica.call(
      holidayCalendarContract.operations.change,
      { params: { id: calendar.id }, body: { holidays: [] } },
      admin,
    );
    await client.punch('P11', '2026-03-18T17:00:00Z');
    await client.assign('P12', [shift], { date_from: '2026-03-18' });
    expect(await differing(made.id)).toMatchObject([
      {
        employee: { employee_id: 'P11' },
        date: '2026-03-17',
        exported: { status: 'holiday', holiday_min: 480 },
        now: { status: 'absent', planned_min: 480 },
        reasons: [{ code: 'absent' }],
      },
      {
        employee: { employee_id: 'P11' },
        date: '2026-03-18',
        exported: { status: 'incomplete' },
        now: { status: 'present', worked_min: 480 },
      },
      { employee: { employee_id: 'P12' }, date: '2026-03-18', exported: null, now: { status: 'absent' } },
    ]);
    expect(await replica.call(sheets, { params: { id: made.id }, query: page }, admin)).toEqual(before);
    expect(await csv(made.id, 'totals')).toBe(
      '\uFEFFemployee_id,name,department,attended_days,absent_days,planned_min,worked_min,late_min,early_leave_min,extra_min,holiday_min,leave_min\r\n' +
        `P11,${before.results[0]!.employee.name},Computer Science,2,0,960,468,12,0,0,480,0\r\n`,
    );
    expect(
      (await csv(made.id, 'days'))
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(3, 5).join(' ')),
    ).toEqual(['2026-03-16 present', '2026-03-17 holiday', '2026-03-18 incomplete']);
  });

  it('no day of a person is exported twice, also at once, until the export is withdrawn', async () => {
    const results = await Promise.allSettled([1, 2, 3].map(() => close('2026-04-01', '2026-04-30')));
    const [made] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { id } = made!;
    await expect(close('2026-04-30', '2026-05-31')).rejects.toMatchObject({
      code: 'PERIOD_EXPORTED',
      details: { export: id, from: '2026-04-01', to: '2026-04-30', employee: 'P11' },
    });
    expect(await replica.call(withdraw, { params: { id } }, admin)).toMatchObject({
      status: 'withdrawn',
      withdrawn_by: 'ADM001',
    });
    await expect(replica.call(withdraw, { params: { id } }, admin)).rejects.toMatchObject({
      code: 'PAYROLL_EXPORT_WITHDRAWN',
    });
    expect((await close('2026-04-30', '2026-05-31')).people).toBe(2);
    expect(await replica.call(get, { params: { id } }, admin)).toMatchObject({
      status: 'withdrawn',
      people: 2,
    });
  });

  it.each([
    ['a period that is not over', '2198-01-01', '2198-01-31', 'PERIOD_OPEN'],
    ['reversed dates', '2026-06-30', '2026-06-01', 'DATES_REVERSED'],
    ['more than 62 days', '2026-01-01', '2026-06-01', 'RANGE_TOO_LONG'],
    ['a period in which nobody worked', '2001-01-01', '2001-01-31', 'NOBODY_TO_PAY'],
  ])('%s is refused', async (_, first, last, code) => {
    await expect(close(first, last)).rejects.toMatchObject({ code });
  });

  it('text that a spreadsheet would run is harmless in the file', async () => {
    const { id } = await client.shift();
    await client.assign('P13', [id], { date_from: '2025-01-01', date_to: '2025-01-31' });
    await replica.database.query(`UPDATE person SET name = '=HYPERLINK("x"),1' WHERE employee_id = 'P13'`);
    await client.assign('P12', [id], { date_from: '2025-01-01', date_to: '2025-01-31' });
    await replica.database.query(`UPDATE person SET name = '＝1+1' WHERE employee_id = 'P12'`);
    const made = await close('2025-01-01', '2025-01-31');
    expect(await csv(made.id, 'totals')).toContain(`P13,"'=HYPERLINK(""x""),1",`);
    expect(await csv(made.id, 'days')).toContain("P12,'＝1+1,");
  });
});

describe('a month of a university', () => {
  const PEOPLE = 4250;
  it('a month of 4,250 people is derived by few statements', async () => {
    await replica.database.query(
      `INSERT INTO person (account_id, employee_id, name, role, is_active, revision)
       SELECT id, 'M' || id, 'Person ' || id, 'student', true, 1 FROM generate_series(100000, 99999 + $1::int) AS id`,
      [PEOPLE],
    );
    const ids = Array.from({ length: PEOPLE }, (_, at) => 100_000 + at);
    const [early, late] = [
      await client.shift(),
      await client.shift({ parts: [{ starts: '14:00', ends: '22:00' }] }),
    ];
    await replica.database.query(
      `INSERT INTO shift_assignment (id, person_id, shifts, turn, date_from)
       SELECT gen_random_uuid(), account_id, $1::text[], 'week', '2026-01-05' FROM person WHERE account_id >= 100000`,
      [[early.id, late.id]],
    );
    for (let day = 1; day <= 30; day++)
      await replica.database.query(
        `INSERT INTO attendance_log (person_id, occurred_at, method)
         SELECT account_id, $1::timestamptz + hour * interval '1 hour' + (account_id % 20) * interval '1 minute', 'manual'
           FROM person, unnest(ARRAY[9, 12, 13, 17]) AS hour WHERE account_id >= 100000`,
        [`2026-09-${String(day).padStart(2, '0')}T00:00:00Z`],
      );
    await replica.database.query('ANALYZE attendance_log');
    const source = replica.get(WorkDaySource);
    const before = process.cpuUsage();
    const started = performance.now();
    let days = 0;
    let present = 0;
    for (let at = 0; at < PEOPLE; at += 500)
      for (const each of (await source.days(ids.slice(at, at + 500), '2026-09-01', '2026-09-30')).values()) {
        days += each.length;
        present += each.filter(({ status }) => status === 'present').length;
      }
    const { user, system } = process.cpuUsage(before);
    const [cpuS, wallS] = [(user + system) / 1e6, (performance.now() - started) / 1000];
    process.stderr.write(
      `Work days: ${PEOPLE} people, ${days} days, ${PEOPLE * 30 * 4} punches: ${cpuS.toFixed(2)} CPU s, ${wallS.toFixed(2)} s\n`,
    );
    expect(days).toBe(PEOPLE * 30);
    /* September 2026 has 22 days from Monday to Friday, and each shift has two punches or more. */
    expect(present).toBe(PEOPLE * 22);
  });

  it('its export is made within the time of a request', async () => {
    const before = process.cpuUsage();
    const made = await close('2026-09-01', '2026-09-30', { department: null });
    const { user, system } = process.cpuUsage(before);
    process.stderr.write(
      `Payroll export: ${made.people} people: ${((user + system) / 1e6).toFixed(2)} CPU s\n`,
    );
    expect(made.people).toBeGreaterThanOrEqual(PEOPLE);
    const changed = process.cpuUsage();
    const found = await replica.call(differences, { params: { id: made.id }, query: page }, admin);
    const used = process.cpuUsage(changed);
    process.stderr.write(`Payroll differences: ${((used.user + used.system) / 1e6).toFixed(2)} CPU s\n`);
    expect(found.count).toBe(0);
  });
});
