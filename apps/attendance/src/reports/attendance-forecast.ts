const WEEK = 7;
/** Whole weeks that a median is taken of. */
const MEMORY_WEEKS = 8;
const LEAST_WEEKS = 4;
const LEAST_TRIED = 2;

export interface Forecast {
  /** Attendances of the week after the last day. */
  readonly expected: number;
  readonly atLeast: number;
  readonly atMost: number;
  /** Mean of |told − true| ÷ true over the weeks that the method was tried on, 0 or more. */
  readonly meanError: number;
  readonly triedWeeks: number;
}

/**
 * Tells the week after the last day: for each weekday the median of the last eight, summed up. Medians let a holiday or a power cut pass. The method
 * is tried on each of the last eight weeks by what was known before them (rolling origin); its errors give the bounds.
 * @param days people present on each day, oldest first, without gaps
 * @returns undefined with too few weeks before those that it is tried on
 */
export function forecast(days: readonly number[]): Forecast | undefined {
  const weeks = Math.floor(days.length / WEEK);
  const errors: number[] = [];
  for (let back = 1; back <= Math.min(MEMORY_WEEKS, weeks - LEAST_WEEKS); back++) {
    const end = days.length - back * WEEK;
    const truth = sum(days.slice(end, end + WEEK));
    if (truth > 0) errors.push(weekAfter(days.slice(0, end)) / truth - 1);
  }
  if (errors.length < LEAST_TRIED) return undefined;
  const expected = weekAfter(days);
  /* An error of +1 said twice the truth, so the truth is half of what is told. */
  const truths = errors.map((error) => (error <= -1 ? Infinity : expected / (1 + error)));
  return {
    expected: Math.round(expected),
    atLeast: Math.round(Math.min(expected, ...truths)),
    atMost: Math.round(Math.max(expected, ...truths.filter(Number.isFinite))),
    meanError: sum(errors.map(Math.abs)) / errors.length,
    triedWeeks: errors.length,
  };
}

/** Returns what the method tells for the seven days after these. */
function weekAfter(days: readonly number[]): number {
  let total = 0;
  for (let weekday = 0; weekday < WEEK; weekday++) {
    const same: number[] = [];
    for (let at = days.length - WEEK + weekday; at >= 0 && same.length < MEMORY_WEEKS; at -= WEEK)
      same.push(days[at]!);
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
