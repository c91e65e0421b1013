import { plusDays } from '@argus/calendar';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AttendanceCount } from './attendance-count.js';
import type { ReportScope } from './report-content.js';

const scope: ReportScope = {
  ...{ period: 'monthly', first: '2026-02-02', last: '2026-02-15', timeZone: 'UTC', today: '2026-03-01' },
  ...{ department: null, employeeIds: null, own: null },
};
const person = (id: number, department: string, since: string | null) => ({
  ...{ id, department, since, employeeId: `E${id}`, name: `N${id}` },
});

describe('the counts of a report', () => {
  it('rates are shares of the working days since the first attendance, and who never came counts in none', () => {
    const count = new AttendanceCount(scope, [
      person(1, 'A', '2025-01-01'),
      person(2, 'A', '2026-02-09'),
      person(3, 'B', null),
      person(4, 'B', '2026-02-14'),
    ]);
    for (let day = 0; day < 5; day++) count.add(1, plusDays(scope.first, day), 8 * 60 + day);
    count.add(2, '2026-02-09', 9 * 60);
    count.add(4, '2026-02-14', 600);
    const content = count.content();
    expect(content).toMatchObject({
      workingDays: 10,
      totalPeople: 4,
      neverAttended: 1,
      rate: 0.4,
      averagePresent: 0.6,
    });
    expect(
      content.people.map(({ employeeId, attendedDays, workingDays, rate, arrival }) => [
        ...[employeeId, attendedDays, workingDays, rate, arrival],
      ]),
    ).toEqual([
      ['E1', 5, 10, 0.5, '08:02'],
      ['E2', 1, 5, 0.2, '09:00'],
      ['E3', 0, 0, null, null],
      /* A Saturday is no working day, but somebody was there. */
      ['E4', 0, 0, null, '10:00'],
    ]);
    expect(content.departments).toEqual([
      { name: 'A', people: 2, rate: 0.4, averagePresent: 0.6 },
      { name: 'B', people: 2, rate: null, averagePresent: 0 },
    ]);
    expect(content.days.find(({ day }) => day === '2026-02-14')).toMatchObject({
      present: 1,
      isWorkingDay: false,
    });
  });

  it('who has shifts is counted by these, who has none from Monday to Friday, and the report says so', () => {
    const count = new AttendanceCount(scope, [person(1, 'A', '2025-01-01'), person(2, 'A', '2025-01-01')]);
    count.add(1, '2026-02-07', 540);
    count.add(2, '2026-02-03', 540);
    count.addShifts(1, { workingDays: 3, attendedDays: 2 });
    count.addShifts(1, { workingDays: 1, attendedDays: 1 });
    const { calendar, people, averagePresent } = count.content();
    expect(calendar).toBe('shifts_or_monday_to_friday');
    expect(people.map(({ workingDays, attendedDays, rate }) => [workingDays, attendedDays, rate])).toEqual([
      [4, 3, 0.75],
      [10, 1, 0.1],
    ]);
    /* On a Saturday nobody is present on a working day. */
    expect(averagePresent).toBe(0.1);
  });

  it('days that have not come do not count', () => {
    const content = new AttendanceCount({ ...scope, today: '2026-02-04' }, [
      person(1, 'A', '2026-01-01'),
    ]).content();
    expect(content.workingDays).toBe(3);
    expect(content.days.map(({ day }) => day)).toEqual(['2026-02-02', '2026-02-03', '2026-02-04']);
    expect(new AttendanceCount({ ...scope, today: '2026-01-01' }, []).content()).toMatchObject({
      ...{ workingDays: 0, rate: null, averagePresent: null, days: [] },
    });
  });

  it('the order in which days come changes nothing, and departments add up to the whole', () => {
    const people = [person(1, 'A', '2026-01-01'), person(2, 'B', '2026-02-05'), person(3, 'B', '2026-02-03')];
    const days = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(13)), { selector: String });
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.nat(1439)), (pairs, minutes) => {
        const timed = pairs.map(
          ([id, day]) => [id, plusDays(scope.first, day), minutes.next().value as number] as const,
        );
        const contentOf = (order: typeof timed) => {
          const count = new AttendanceCount(scope, people);
          for (const each of order) count.add(...each);
          return count.content();
        };
        const content = contentOf(timed);
        expect(contentOf(timed.toReversed())).toEqual(content);
        expect(content.departments.reduce((sum, each) => sum + each.people, 0)).toBe(content.totalPeople);
        expect(content.days.reduce((sum, { present }) => sum + present, 0)).toBe(pairs.length);
      }),
    );
  });
});
