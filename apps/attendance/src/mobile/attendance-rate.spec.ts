import { plusDays, weekdayOf } from '@argus/calendar';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rateBasis } from './attendance-rate.js';

describe('the attendance rate of a person', () => {
  it.each([
    [
      'a whole week',
      ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13'],
      '2026-03-09',
      '2026-03-15',
      5,
      5,
    ],
    ['a Saturday at work counts for nothing', ['2026-03-14'], '2026-03-09', '2026-03-15', 5, 0],
    ['days outside of the range', ['2026-03-08', '2026-03-16'], '2026-03-09', '2026-03-15', 5, 0],
    ['one day', ['2026-03-09'], '2026-03-09', '2026-03-09', 1, 1],
  ])('%s', (_title, attended, first, last, working_days, attended_days) =>
    expect(rateBasis(attended, first, last)).toMatchObject({ working_days, attended_days }),
  );

  it('a weekend alone, and a range that is empty, have no rate', () => {
    expect(rateBasis([], '2026-03-14', '2026-03-15')).toBeUndefined();
    expect(rateBasis([], '2026-03-10', '2026-03-09')).toBeUndefined();
  });

  it('nobody attends more days than there are, and attending always is everything', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(60), fc.array(fc.nat(60)), (start, length, which) => {
        const first = plusDays('2020-01-01', start);
        const last = plusDays(first, length);
        const some = rateBasis(
          which.map((each) => plusDays(first, each)),
          first,
          last,
        );
        const all = rateBasis(
          Array.from({ length: length + 1 }, (_, each) => plusDays(first, each)),
          first,
          last,
        );
        expect(all?.attended_days).toBe(all?.working_days);
        expect(some?.attended_days ?? 0).toBeLessThanOrEqual(some?.working_days ?? 0);
        if (length >= 2) expect(all).toBeDefined();
        else if (!all) expect(['saturday', 'sunday']).toContain(weekdayOf(first));
      }),
    );
  });
});
