import { describe, expect, it } from '@jest/globals';
import { seasonTerms, termSeason } from './season-terms.js';

const read = (value: string) => seasonTerms({ desc: '' })._parse(value);

describe('terms of a site', () => {
  it('terms: a day has the season of its term, over the turn of the year too, and none between', () => {
    const terms = read('spring=02-01..06-30, fall=10-01..01-20');
    expect(
      [
        '2026-02-01',
        '2024-02-29',
        '2026-06-30',
        '2026-07-01',
        '2026-10-01',
        '2026-12-31',
        '2027-01-20',
        '2027-01-21',
      ].map((day) => termSeason(terms, day)),
    ).toEqual(['spring', 'spring', 'spring', undefined, 'fall', 'fall', 'fall', undefined]);
  });

  it.each([
    'spring',
    'autumn=09-01..12-01',
    'fall=09-31..12-01',
    'fall=13-01..12-01',
    'fall=09-00..12-01',
    'fall=9-1..12-01',
    'spring=02-01..06-30,summer=06-30..08-01',
    'winter=12-01..02-28,spring=02-28..03-01',
  ])('terms: "%s" is refused', (value) => {
    expect(() => read(value)).toThrow(/is not season=|stands in two terms/);
  });
});
