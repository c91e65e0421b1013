import type { Issue, ShiftRules, ShiftTime } from '@argus/contracts';
import { lengthOf, without } from '../engine/minutes.js';
import { minuteOfDay, minutesBetween } from '../engine/planned-shift.js';

const DAY = 1440;

const problem = (path: Issue['path'], text: string): Issue => ({ path, code: 'invalid', params: { text } });

/** Returns what is wrong with a shift. */
export function shiftProblems(rules: ShiftRules): Issue[] {
  return [...timeProblems(rules), ...limitProblems(rules)];
}

function timeProblems({ parts, breaks, half_at }: ShiftRules): Issue[] {
  const ends = endsOf(parts);
  if ((ends.at(-1) ?? 0) > DAY)
    return [
      problem(['parts'], 'The parts must come in order and end 24 hours after the first begins, at most.'),
    ];
  const first = minuteOfDay(parts[0]!.starts);
  const sinceStart = (time: string): number => (minuteOfDay(time) - first + DAY) % DAY;
  const length = ends.at(-1)!;
  const spans = breaks.map(({ starts, ends: end }) => {
    const from = sinceStart(starts);
    return { from, to: from + minutesBetween(starts, end) };
  });
  const issues = spans.flatMap(({ to }, at) =>
    to > length ? [problem(['breaks', at], 'A break must lie within the shift.')] : [],
  );
  const isDouble = spans.some((one, at) =>
    spans.some((other, place) => place > at && one.from < other.to && other.from < one.to),
  );
  if (isDouble) issues.push(problem(['breaks'], 'Breaks must not overlap.'));
  const work = parts.map(({ starts, ends: end }, at) => ({
    from: ends[at]! - minutesBetween(starts, end),
    to: ends[at]!,
  }));
  if (issues.length === 0 && lengthOf(without(work, spans)) === 0)
    issues.push(problem(['breaks'], 'The breaks leave no time to be worked.'));
  if (half_at != null && sinceStart(half_at) > length)
    issues.push(problem(['half_at'], 'The second half must begin within the shift.'));
  return issues;
}

/** Who worked less than the limit of absence is absent, so a lower limit of half a day would never be looked at. */
function limitProblems({ half_day_below_min: half, absent_below_min: absent }: ShiftRules): Issue[] {
  if (half === 0 || absent <= half) return [];
  const text = 'It must not be above half_day_below_min: nobody would have half a day.';
  return [problem(['absent_below_min'], text)];
}

/** Returns when each part ends, in minutes after the first begins. A part that is not after the one before is a day later. */
function endsOf(parts: readonly ShiftTime[]): number[] {
  let [now, last] = [0, minuteOfDay(parts[0]!.starts)];
  return parts.map(({ starts, ends }, at) => {
    const pause = (minuteOfDay(starts) - last + DAY) % DAY;
    now += (at === 0 ? 0 : pause) + minutesBetween(starts, ends);
    last = minuteOfDay(ends);
    return now;
  });
}
