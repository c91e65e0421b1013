const WEEK = 7;
/** Whole weeks that a median is taken of. */
const MEMORY_WEEKS = 8;
const MIN_WEEKS = 4;
const MIN_TRIED_WEEKS = 2;

export interface Forecast {
  /** Attendances of the week after the last day. */
  readonly expected: number;
  readonly atLeast: number;
  readonly atMost: number;
  /** Mean of |told − true| ÷ the larger of both over the weeks that the method was tried on: 0 to 1. */
  readonly meanError: number;
  readonly triedWeeks: number;
}

/**
 * Tells the week after the last day: for each weekday the median of the last eight that were no holidays, summed up; for a holiday the median of
 * the last eight holidays, nobody where there was none. Medians let a power cut pass. The method
 * is tried on each of the last eight weeks by what was known before them (rolling origin); its errors give the bounds. A week in which nobody
 * came, or was told to come, counts like any other: a closed site is where it errs most.
 * @param days people present on each day, oldest first, without gaps
 * @param isHoliday tells by its place in `days` whether a day is a holiday; places behind the last one are those of the coming week
 * @returns undefined with too few weeks before those that it is tried on, and where nobody came in most of the last eight weeks
 */
export function forecast(
  days: readonly number[],
  isHoliday: (at: number) => boolean = () => false,
): Forecast | undefined {
  const weeks = Math.floor(days.length / WEEK);
  const tried: { readonly told: number; readonly truth: number }[] = [];
  for (let back = 1; back <= Math.min(MEMORY_WEEKS, weeks - MIN_WEEKS); back++) {
    const end = days.length - back * WEEK;
    tried.push({ told: weekAfter(days.slice(0, end), isHoliday), truth: sum(days.slice(end, end + WEEK)) });
  }
  const expected = weekAfter(days, isHoliday);
  if (tried.length < MIN_TRIED_WEEKS || expected === 0) return undefined;
  const missed = tried.map(({ told, truth }) => truth - told);
  return {
    expected: Math.round(expected),
    atLeast: Math.round(Math.max(0, expected + Math.min(0, ...missed))),
    atMost: Math.round(expected + Math.max(0, ...missed)),
    meanError: sum(tried.map(relativeError)) / tried.length,
    triedWeeks: tried.length,
  };
}

const relativeError = ({ told, truth }: { readonly told: number; readonly truth: number }): number =>
  told === truth ? 0 : Math.abs(told - truth) / Math.max(told, truth);

/** Returns what the method tells for the seven days after these. */
function weekAfter(days: readonly number[], isHoliday: (at: number) => boolean): number {
  let total = 0;
  for (let weekday = 0; weekday < WEEK; weekday++) {
    const step = isHoliday(days.length + weekday) ? 1 : WEEK;
    const same: number[] = [];
    for (let at = days.length - WEEK + weekday; at >= 0 && same.length < MEMORY_WEEKS; at -= step)
      if (at < days.length && isHoliday(at) === (step === 1)) same.push(days[at]!);
    total += median(same);
  }
  return total;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length === 0 ? 0 : (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}
