import { describe, expect, it } from '@jest/globals';
import { rangeOf } from './report-range.js';

const today = '2026-03-18';
const ask = (period: 'daily' | 'weekly' | 'monthly', date_from?: string, date_to?: string) => {
  const { first, last } = rangeOf(
    { period, ...(date_from && { date_from }), ...(date_to && { date_to }) },
    today,
  );
  return `${first} to ${last}`;
};

describe('the days that a report means', () => {
  it.each([
    ['daily', undefined, undefined, '2026-03-17 to 2026-03-17'],
    ['weekly', undefined, undefined, '2026-03-09 to 2026-03-15'],
    ['monthly', undefined, undefined, '2026-02-01 to 2026-02-28'],
    ['daily', '2026-01-31', undefined, '2026-01-31 to 2026-01-31'],
    ['weekly', '2026-01-31', undefined, '2026-01-31 to 2026-02-06'],
    ['monthly', '2026-01-31', undefined, '2026-01-31 to 2026-02-27'],
    ['monthly', '2026-02-01', undefined, '2026-02-01 to 2026-02-28'],
    ['weekly', undefined, '2026-02-28', '2026-02-22 to 2026-02-28'],
    ['monthly', undefined, '2026-02-28', '2026-01-29 to 2026-02-28'],
    ['daily', '2026-02-01', '2026-02-20', '2026-02-01 to 2026-02-20'],
  ] as const)('%s from %s to %s is %s', (period, from, to, days) => expect(ask(period, from, to)).toBe(days));

  it('a year with a leap day is taken, one day more and ten years are refused', () => {
    expect(ask('monthly', '2024-01-01', '2024-12-31')).toBe('2024-01-01 to 2024-12-31');
    for (const from of ['2023-12-31', '2014-12-31'])
      expect(() => ask('monthly', from, '2024-12-31')).toThrow('RANGE_TOO_LONG');
    expect(() => ask('daily', '2026-02-02', '2026-02-01')).toThrow('DATES_REVERSED');
  });

  it('the first and the last day that there are do not break it', () => {
    expect(ask('monthly', undefined, '0001-01-01')).toMatch(/ to 0001-01-01$/);
    expect(ask('monthly', '9999-12-31')).toMatch(/^9999-12-31 to /);
  });
});
