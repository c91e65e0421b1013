import { describe, expect, it } from '@jest/globals';
import { shiftOf } from '../../testing/worked-case.js';
import { shiftProblems } from './shift-problems.js';

describe('the limits of a shift', () => {
  it.each([
    [0, 0, []],
    [240, 120, []],
    [240, 240, []],
    [240, 0, []],
    [0, 240, []],
    [240, 241, ['absent_below_min']],
  ])('half a day below %s min, absent below %s min', (half_day_below_min, absent_below_min, wrong) => {
    const problems = shiftProblems(shiftOf({ half_day_below_min, absent_below_min }));
    expect(problems.flatMap(({ path }) => path)).toEqual(wrong);
  });
});
