import {
  holidayCalendarContract,
  shiftAssignmentContract,
  shiftContract,
  workDayContract,
} from '@argus/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  admin,
  type AttendanceReplica,
  principal,
  startAttendance,
} from '../../testing/attendance-fixture.js';
import { WorkingTimeClient } from '../../testing/working-time.js';

let replica: AttendanceReplica;
let client: WorkingTimeClient;
const people = Array.from({ length: 30 }, (_, at) => at + 100);
let next = 0;
/* Each test has a person of its own. */
const somebody = (): string => `P${people[next++]}`;

beforeAll(async () => {
  replica = await startAttendance({ people, settings: { SITE_TIME_ZONE: 'Europe/Berlin' } });
  client = new WorkingTimeClient(replica);
});
afterAll(() => replica.stop());

const remove = (id: string) => replica.call(shiftContract.operations.remove, { params: { id } }, admin);

describe('work days', () => {
  it('a day says why it is so, and a late punch changes it', async () => {
    const employee = somebody();
    const { id, time_zone } = await client.shift();
    expect(time_zone).toBe('Europe/Berlin');
    await client.assign(employee, [id]);
    expect(await client.days(employee, '2026-03-16')).toMatchObject([
      { status: 'absent', reasons: [{ code: 'absent' }], planned_min: 480, worked_min: 0 },
    ]);
    await client.punch(employee, '2026-03-16T08:12:30Z');
    expect(await client.days(employee, '2026-03-16')).toMatchObject([{ status: 'incomplete', late_min: 12 }]);
    await client.punch(employee, '2026-03-16T16:00:00Z');
    expect(await client.days(employee, '2026-03-16')).toEqual([
      {
        employee: {
          id: expect.any(Number),
          employee_id: employee,
          name: expect.any(String),
          department: 'Computer Science',
        },
        date: '2026-03-16',
        status: 'present',
        planned_min: 480,
        worked_min: 468,
        late_min: 12,
        early_leave_min: 0,
        extra_min: 0,
        holiday_min: 0,
        leave_min: 0,
        came_at: '2026-03-16T08:12:00Z',
        left_at: '2026-03-16T16:00:00Z',
        reasons: [{ code: 'late', text: 'late 12 min: shift 09:00 + grace 5, came 09:12' }],
        shifts: [
          expect.objectContaining({ id, starts_at: '2026-03-16T08:00:00Z', ends_at: '2026-03-16T16:00:00Z' }),
        ],
      },
    ]);
  });

  it('a holiday of the calendar of the assignment counts before that of the shift, and its removal changes the day', async () => {
    const employee = somebody();
    const ofShift = await client.calendar([{ date: '2026-03-17', name: 'Elsewhere', part: 'day' }]);
    const ofSite = await client.calendar([{ date: '2026-03-16', name: 'Here', part: 'day' }]);
    const { id } = await client.shift({ holiday_calendar: ofShift.id });
    await client.assign(employee, [id], { holiday_calendar: ofSite.id });
    const statuses = async () =>
      (await client.days(employee, '2026-03-16', '2026-03-17')).map(({ status }) => status);
    expect(await statuses()).toEqual(['holiday', 'absent']);
    const { change, remove: removeCalendar } = holidayCalendarContract.operations;
    await replica.call(change, { params: { id: ofSite.id }, body: { holidays: [] } }, admin);
    expect(await statuses()).toEqual(['absent', 'absent']);
    await expect(replica.call(removeCalendar, { params: { id: ofSite.id } }, admin)).rejects.toMatchObject({
      code: 'HOLIDAY_CALENDAR_IN_USE',
    });
  });

  it('two shifts of a person at one time are refused, both named, also where a changed shift reaches into another', async () => {
    const employee = somebody();
    const day = await client.shift({ name: 'Day of two' });
    const night = await client.shift({ name: 'Night of two', parts: [{ starts: '22:00', ends: '06:00' }] });
    const early = await client.shift({ name: 'Early of two', parts: [{ starts: '05:00', ends: '08:00' }] });
    await client.assign(employee, [day.id]);
    await client.assign(employee, [night.id]);
    await expect(client.assign(employee, [early.id], { date_from: '2026-06-01' })).rejects.toMatchObject({
      code: 'SHIFTS_OVERLAP',
      details: {
        employee,
        shift: 'Night of two',
        date: '2026-06-01',
        times: '22:00 to 06:00',
        other: 'Early of two',
        other_date: '2026-06-02',
      },
    });
    const { change } = shiftContract.operations;
    const longer = { parts: [{ starts: '16:30', ends: '23:00' }] };
    await expect(replica.call(change, { params: { id: day.id }, body: longer }, admin)).rejects.toMatchObject(
      {
        code: 'SHIFTS_OVERLAP',
      },
    );
    expect(await replica.call(shiftContract.operations.get, { params: { id: day.id } }, admin)).toEqual(day);
    const { list } = shiftAssignmentContract.operations;
    const query = { page: 1, page_size: 20, employee_id: employee };
    expect((await replica.call(list, { query }, admin)).count).toBe(2);
  });

  it('of overlapping assignments that come at once only one is kept', async () => {
    const employee = somebody();
    const { id } = await client.shift();
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.assign(employee, [id])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('an assignment that ended leaves room for the next, and a shift that is assigned stays', async () => {
    const employee = somebody();
    const { id } = await client.shift();
    const { ids } = await client.assign(employee, [id]);
    const params = { id: ids[0]! };
    const { change, remove: end } = shiftAssignmentContract.operations;
    await replica.call(change, { params, body: { date_to: '2026-03-31' } }, admin);
    await client.assign(employee, [id, 'off'], { date_from: '2026-04-01', turn: 'day' });
    expect((await client.days(employee, '2026-03-31', '2026-04-02')).map(({ status }) => status)).toEqual([
      'absent',
      'absent',
      'off',
    ]);
    await expect(remove(id)).rejects.toMatchObject({ code: 'SHIFT_ASSIGNED' });
    await replica.call(end, { params }, admin);
    expect((await client.days(employee, '2026-03-31')).map(({ status }) => status)).toEqual(['off']);
  });

  it('pages hold days of one person after the other, and students see their own only', async () => {
    const [one, other] = [somebody(), somebody()];
    await client.shift();
    const list = (query: object, caller = admin) =>
      replica.call(
        workDayContract.operations.list,
        { query: { page: 1, page_size: 2, date_from: '2026-03-16', date_to: '2026-03-18', ...query } },
        caller,
      );
    const student = principal(Number(one.slice(1)), 'student', one);
    await client.punch(one, '2026-03-16T09:00:00Z');
    await client.punch(other, '2026-03-16T09:00:00Z');
    const [first, second] = [await list({}, student), await list({ page: 2 }, student)];
    expect([
      first.count,
      [...first.results, ...second.results].map(({ date, employee }) => `${employee.employee_id} ${date}`),
    ]).toEqual([3, [`${one} 2026-03-16`, `${one} 2026-03-17`, `${one} 2026-03-18`]]);
    expect((await list({ employee_id: other }, student)).results).toEqual([]);
    expect((await list({ page_size: 100 })).count).toBeGreaterThanOrEqual(6);
    await expect(list({ page: 3 }, student)).rejects.toMatchObject({ code: 'PAGE_NOT_FOUND' });
  });

  it.each([
    [
      'parts out of order',
      {
        parts: [
          { starts: '13:00', ends: '17:00' },
          { starts: '08:00', ends: '14:00' },
        ],
      },
    ],
    ['a break outside of the shift', { breaks: [{ starts: '18:00', ends: '18:30' }] }],
    [
      'breaks that overlap',
      {
        breaks: [
          { starts: '12:00', ends: '13:00' },
          { starts: '12:30', ends: '13:30' },
        ],
      },
    ],
    ['only breaks', { breaks: [{ starts: '09:00', ends: '17:00' }] }],
    ['a second half after the end', { half_at: '18:00' }],
  ])('a shift with %s is refused', async (_, rules) => {
    await expect(client.shift(rules)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('what names an unknown shift, calendar or employee is refused and changes nothing', async () => {
    const employee = somebody();
    const { id } = await client.shift();
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(client.assign(employee, [nobody])).rejects.toMatchObject({ code: 'SHIFT_UNKNOWN' });
    await expect(client.assign('nobody', [id])).rejects.toMatchObject({ code: 'EMPLOYEE_UNKNOWN' });
    await expect(client.assign(employee, [id], { holiday_calendar: nobody })).rejects.toMatchObject({
      code: 'HOLIDAY_CALENDAR_UNKNOWN',
    });
    await expect(client.assign(employee, [id], { date_to: '2026-01-01' })).rejects.toMatchObject({
      code: 'DATES_REVERSED',
    });
    expect((await client.days(employee, '2026-03-16'))[0]!.status).toBe('off');
    await remove(id);
  });
});
