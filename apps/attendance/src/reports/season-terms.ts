import { plusDays } from '@argus/calendar';
import type { Hemisphere } from '@argus/contracts';
import { settingType } from '@argus/service-kit';

export const seasons = ['winter', 'spring', 'summer', 'fall'] as const;
export type Season = (typeof seasons)[number];

/** A span of days of every year that counts as a season. */
export interface Term {
  readonly season: Season;
  /** MM-DD, inclusive. */
  readonly first: string;
  /** MM-DD, inclusive; before the first one where the term goes on into the next year. */
  readonly last: string;
}

/** Type of a setting with the terms of a site: `spring=02-01..06-30,fall=09-01..01-20`. */
export const seasonTerms = settingType<readonly Term[]>(
  'season=MM-DD..MM-DD, several separated by commas',
  (value) => {
    const terms = value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .map(termOf);
    for (let day = '2024-01-01'; day <= '2024-12-31'; day = plusDays(day, 1))
      if (terms.filter((term) => holds(term, day)).length > 1)
        throw new Error(`${day.slice(5)} stands in two terms`);
    return terms;
  },
);

function termOf(text: string): Term {
  const [, name, first, last] = /^(\w+)=(\d\d-\d\d)\.\.(\d\d-\d\d)$/.exec(text) ?? [];
  const season = seasons.find((each) => each === name);
  if (season === undefined || !isDayOfYear(first!) || !isDayOfYear(last!))
    throw new Error(`"${text}" is not season=MM-DD..MM-DD with a season of ${seasons.join(', ')}`);
  return { season, first: first!, last: last! };
}

const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isDayOfYear = (text: string): boolean => {
  const [month, day] = text.split('-').map(Number) as [number, number];
  return day >= 1 && day <= (DAYS_OF_MONTHS[month - 1] ?? 0);
};

function holds({ first, last }: Term, day: string): boolean {
  const at = day.slice(5);
  return first <= last ? at >= first && at <= last : at >= first || at <= last;
}

/** Returns the season of a day by the terms of the site; undefined outside of all. */
export const termSeason = (terms: readonly Term[], day: string): Season | undefined =>
  terms.find((term) => holds(term, day))?.season;

/** Returns the meteorological season: winter in the north begins with December. */
export function meteorologicalSeason(day: string, hemisphere: Hemisphere): Season {
  const quarter = Math.floor((Number(day.slice(5, 7)) % 12) / 3);
  return seasons[(quarter + (hemisphere === 'south' ? 2 : 0)) % 4]!;
}
