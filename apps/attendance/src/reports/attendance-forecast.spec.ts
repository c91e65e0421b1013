import { randomNumbers } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forecast } from './attendance-forecast.js';

const week = [100, 110, 105, 108, 90, 12, 3];
const steady = (weeks: number) => Array.from({ length: weeks * 7 }, (_, day) => week[day % 7]!);
const total = week.reduce((sum, each) => sum + each, 0);

describe('the forecast of attendance', () => {
  it('a steady week is told without an error, whatever weekday the history ends with', () => {
    for (let cut = 0; cut < 7; cut++)
      expect(forecast(steady(12).slice(cut))).toEqual({
        expected: total,
        atLeast: total,
        atMost: total,
        meanError: 0,
        triedWeeks: cut === 0 ? 8 : 7,
      });
  });

  it.each([0, 6, 27, 41])('%d days are too few to try the method', (days) =>
    expect(forecast(steady(7).slice(0, days))).toBeUndefined(),
  );

  it('nobody at all is no forecast, and a week in which nobody came is an error of the method', () => {
    expect(forecast(Array<number>(100).fill(0))).toBeUndefined();
    const closed = steady(12);
    closed.fill(0, 70, 77);
    expect(forecast(closed)).toEqual({
      expected: total,
      atLeast: 0,
      atMost: total,
      meanError: 1 / 8,
      triedWeeks: 8,
    });
  });

  it('a site that has closed for weeks is never told with certainty', () => {
    for (let weeks = 1; weeks <= 12; weeks++) {
      const told = forecast([...steady(6), ...Array<number>(weeks * 7).fill(0)]);
      if (told) expect(told).toMatchObject({ atLeast: 0, atMost: expect.any(Number) });
      if (told) expect(told.meanError).toBeGreaterThan(0.1);
      if (weeks > 4) expect(told).toBeUndefined();
    }
  });

  it('a single holiday changes nothing that is told', () => {
    const days = steady(12);
    days[days.length - 3] = 0;
    expect(forecast(days)!.expected).toBe(total);
    expect(forecast(days)!.meanError).toBeGreaterThan(0);
  });

  it('holidays: those of the past count in no weekday, and a coming one is like the last ones', () => {
    const days = steady(12);
    /* All Mondays of the last weeks but one were holidays; five people came. */
    const holidays = new Set([1, 2, 3, 4, 5, 6, 7].map((back) => days.length - back * 7));
    for (const at of holidays) days[at] = 5;
    expect(forecast(days)!.expected).toBe(total - 100 + 5);
    const told = forecast(days, (at) => holidays.has(at))!;
    expect(told.expected).toBe(total);
    /* Only the first of them was not like the holidays before. */
    expect(told.meanError).toBeCloseTo(5 / (total - 95) / 8, 6);
    const isHoliday = (at: number) => holidays.has(at) || at === days.length;
    expect(forecast(days, isHoliday)!.expected).toBe(total - 100 + 5);
    /* The first holiday that is known: nobody comes. */
    expect(forecast(steady(12), (at) => at === 84)!.expected).toBe(total - 100);
  });

  it('the stated error is that of weeks which the method had not seen', () => {
    const random = randomNumbers(7);
    const days = Array.from({ length: 7 * 60 }, (_, day) =>
      Math.round(week[day % 7]! * (0.8 + 0.4 * random())),
    );
    const outcomes = Array.from({ length: 40 }, (_, back) => {
      const end = days.length - (back + 1) * 7;
      const told = forecast(days.slice(0, end))!;
      const truth = days.slice(end, end + 7).reduce((sum, each) => sum + each, 0);
      return {
        error: Math.abs(told.expected - truth) / Math.max(told.expected, truth),
        stated: told.meanError,
      };
    });
    const mean = (key: 'error' | 'stated') =>
      outcomes.reduce((sum, each) => sum + each[key], 0) / outcomes.length;
    expect(mean('error') / mean('stated')).toBeGreaterThan(0.7);
    expect(mean('error') / mean('stated')).toBeLessThan(1.4);
  });

  it('bounds hold the expected week, and more people never make it smaller', () => {
    const days = fc.array(fc.nat(5000), { minLength: 42, maxLength: 200 });
    fc.assert(
      fc.property(days, fc.nat(1000), (history, more) => {
        const told = forecast(history);
        if (!told) return;
        expect(told.atLeast).toBeLessThanOrEqual(told.expected);
        expect(told.atMost).toBeGreaterThanOrEqual(told.expected);
        expect(forecast(history.map((each) => each + more))!.expected).toBeGreaterThanOrEqual(told.expected);
      }),
    );
  });
});
