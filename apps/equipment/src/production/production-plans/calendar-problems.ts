import { type Issue, type ProductionPlan, type Shift, weekdays } from '@argus/contracts';

const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Minutes since midnight. */
const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

const minutesFrom = (from: string, to: string): number => (minuteOf(to) - minuteOf(from) + DAY) % DAY;

/** Equal times of day mean a shift of 24 hours. */
const lengthOf = ({ starts, ends }: Shift): number => minutesFrom(starts, ends) || DAY;

const issue = (path: Issue['path'], text: string): Issue => ({ path, code: 'invalid', params: { text } });

/** Returns the issues of a well-formed calendar: overlaps, breaks outside of shifts, repeated dates. */
export function calendarProblems({ shifts, exceptions }: ProductionPlan): Issue[] {
  const problems = shifts.flatMap((shift, at) => breakProblems(shift, ['shifts', at]));
  if (overlapInWeek(weekly(shifts)))
    problems.push(
      issue(['shifts'], 'Two shifts of the week overlap; a shift ends when the next one starts.'),
    );
  const dates = new Set<string>();
  for (const [at, exception] of exceptions.entries()) {
    const path = ['exceptions', at];
    if (dates.has(exception.date))
      problems.push(issue([...path, 'date'], 'There is an exception for this date already.'));
    dates.add(exception.date);
    problems.push(
      ...exception.shifts.flatMap((shift, place) => breakProblems(shift, [...path, 'shifts', place])),
    );
    const ofDay = exception.shifts.map((shift) => [minuteOf(shift.starts), lengthOf(shift)] as const);
    if (overlap([...ofDay])) problems.push(issue([...path, 'shifts'], 'Two shifts of the date overlap.'));
  }
  return problems;
}

function breakProblems(shift: Shift, path: Issue['path']): Issue[] {
  const breaks = shift.breaks.map(
    ({ starts, ends }) => [minutesFrom(shift.starts, starts), minutesFrom(starts, ends)] as const,
  );
  const isInside = breaks.every(([from, length]) => length > 0 && from + length <= lengthOf(shift));
  if (isInside && !overlap([...breaks])) return [];
  return [issue([...path, 'breaks'], 'Breaks must lie inside their shift and must not overlap.')];
}

type Stretch = readonly [from: number, length: number];

const weekly = (shifts: ProductionPlan['shifts']): Stretch[] =>
  shifts.flatMap((shift) =>
    shift.days.map((day): Stretch => [weekdays.indexOf(day) * DAY + minuteOf(shift.starts), lengthOf(shift)]),
  );

function overlap(stretches: Stretch[]): boolean {
  const inOrder = stretches.sort(([one], [other]) => one - other);
  return inOrder.some(([from, length], at) => from + length > (inOrder[at + 1]?.[0] ?? Infinity));
}

/** Weeks repeat, so Sunday night may reach into Monday. */
const overlapInWeek = (stretches: Stretch[]): boolean =>
  overlap([...stretches, ...stretches.map(([from, length]): Stretch => [from + WEEK, length])]);
