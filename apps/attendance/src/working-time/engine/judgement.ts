import type { WorkDayStatus } from '@argus/contracts';
import type { Claimed } from './claim.js';
import { type FreeTime, freeWork, joined, spanOf } from './free-time.js';
import { lengthOf, type Span, within, without } from './minutes.js';
import type { KeptShift, PlannedShift } from './planned-shift.js';
import { type Presence, presenceOf } from './presence.js';
import { type Reason, reason } from './reason.js';
import { earlyOf, lateOf } from './punctuality.js';
import type { WorkFigures } from './work-figures.js';

/** A shift on a date as it went for one person. */
export interface JudgedShift extends WorkFigures {
  readonly claimed: Claimed;
  readonly status: WorkDayStatus;
  readonly cameAt: number | undefined;
  readonly leftAt: number | undefined;
  readonly reasons: readonly Reason[];
}

/**
 * Judges a shift by its punches.
 * @param free holidays and leave on its date
 * @param now minute at which it is asked; what is not over is `open`
 */
export function judge(claimed: Claimed, free: readonly FreeTime[], now: number): JudgedShift {
  const { planned } = claimed;
  const presence = presenceOf(claimed);
  const freeSpans = joined(free.map(({ part }) => spanOf(part, planned)));
  const required = without(planned.work, freeSpans);
  const parts = without(planned.parts, freeSpans);
  const holiday = freeWork(planned, free, 'holiday');
  const leave = without(freeWork(planned, free, 'leave'), holiday);
  const worked = within(presence.spans, required);
  const work = { required, parts, isOver: isOver(claimed, now) };
  const away = awayIn(required, presence);
  const figures = {
    planned_min: lessBreak(planned.shift, lengthOf(required), 0),
    worked_min: lessBreak(planned.shift, lengthOf(worked), away),
    extra_min:
      lengthOf(without(presence.spans, [planned])) +
      lengthOf(within(presence.spans, joined([...holiday, ...leave]))),
    holiday_min: lengthOf(holiday),
    leave_min: lengthOf(leave),
  };
  const [late, early] = [
    lateOf(planned, parts, presence),
    work.isOver ? earlyOf(planned, parts, presence) : none,
  ];
  const { status, why } = statusOf(claimed, presence, figures, work);
  return {
    claimed,
    status,
    cameAt: presence.cameAt,
    leftAt: presence.leftAt,
    ...figures,
    late_min: late.minutes,
    early_leave_min: early.minutes,
    reasons: [
      ...freeReasons(free),
      ...late.reasons,
      ...early.reasons,
      ...why,
      ...(work.isOver ? missedParts(planned, parts, presence) : []),
      ...extraReasons(planned, presence, figures.extra_min, lengthOf(required) === 0),
      ...punchReasons(claimed, presence),
    ],
  };
}

/** Nobody waits for a late punch of who never came: a late window is for overtime. */
const ABSENT_AFTER = 60;

const isOver = ({ planned, window, punches }: Claimed, now: number): boolean =>
  now > window.to || (punches.length === 0 && now > planned.to + ABSENT_AFTER);

const none = { minutes: 0, reasons: [] as readonly Reason[] };

/** Time away between coming and leaving that was to be worked: a break that was taken needs not be taken off again. */
function awayIn(required: readonly Span[], { spans }: Presence): number {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return 0;
  return lengthOf(without(within(required, [{ from: first.from, to: last.to }]), spans));
}

/** Takes the break off that a shift takes off after so long, as far as it is not taken already. */
function lessBreak(
  { automatic_break_min, automatic_break_after_min }: KeptShift,
  minutes: number,
  away: number,
): number {
  if (minutes <= automatic_break_after_min) return minutes;
  return Math.max(automatic_break_after_min, minutes - Math.max(0, automatic_break_min - away));
}

interface Judged {
  readonly status: WorkDayStatus;
  readonly why: readonly Reason[];
}

function statusOf(
  { planned, punches }: Claimed,
  { missing }: Presence,
  figures: Pick<WorkFigures, 'planned_min' | 'worked_min' | 'holiday_min'>,
  { required, isOver }: { readonly required: readonly Span[]; readonly isOver: boolean },
): Judged {
  const { shift, clock } = planned;
  const { planned_min, worked_min, holiday_min } = figures;
  if (required.length === 0) return { status: holiday_min > 0 ? 'holiday' : 'leave', why: [] };
  if (!isOver) return { status: 'open', why: [reason('open', 'the shift is not over yet')] };
  if (punches.length === 0)
    return { status: 'absent', why: [reason('absent', `absent: ${shift.name} ${timesOf(planned)}`)] };
  if (missing.length > 0)
    return {
      status: 'incomplete',
      why: missing.map(({ direction, minute }) =>
        reason(
          `missing_${direction}`,
          `no ${direction.toUpperCase()} for the punch at ${clock.timeAt(minute)}`,
        ),
      ),
    };
  const whole = lessBreak(shift, lengthOf(planned.work), 0);
  /* Half a shift has half the limits. */
  const isBelow = (limit: number): boolean => worked_min * whole < limit * planned_min;
  const worked = `worked ${worked_min} min of ${planned_min}`;
  if (worked_min === 0 || isBelow(shift.absent_below_min))
    return { status: 'absent', why: [reason('absent', `${worked}: absent below ${shift.absent_below_min}`)] };
  if (isBelow(shift.half_day_below_min))
    return {
      status: 'half_day',
      why: [reason('half_day', `${worked}: half a day below ${shift.half_day_below_min}`)],
    };
  return { status: 'present', why: [] };
}

const timesOf = ({ from, to, clock }: PlannedShift): string => `${clock.timeAt(from)} to ${clock.timeAt(to)}`;

/** Of a split shift somebody may miss a part. */
const missedParts = (
  { clock }: PlannedShift,
  parts: readonly Span[],
  { spans, missing }: Presence,
): Reason[] =>
  parts
    .filter((part) => missing.length === 0 && spans.length > 0 && within(spans, [part]).length === 0)
    .map(({ from, to }) =>
      reason('part_missed', `not there from ${clock.timeAt(from)} to ${clock.timeAt(to)}`),
    );

const words = { day: '', first_half: ' (first half)', second_half: ' (second half)' } as const;

const freeReasons = (free: readonly FreeTime[]): Reason[] =>
  free.map(({ why, part, name }) => reason(why, `${why}${words[part]}: ${name}`));

function extraReasons(
  { clock }: PlannedShift,
  { cameAt, leftAt }: Presence,
  extraMin: number,
  isFree: boolean,
): Reason[] {
  if (extraMin === 0 || cameAt === undefined || leftAt === undefined) return [];
  const where = isFree ? 'although it was free' : 'outside of the time to be worked';
  return [
    reason('extra', `present ${extraMin} min ${where}: ${clock.timeAt(cameAt)} to ${clock.timeAt(leftAt)}`),
  ];
}

function punchReasons({ planned: { clock, shift }, punches }: Claimed, { repeated }: Presence): Reason[] {
  return [
    ...punches
      .filter(({ isCorrection }) => isCorrection)
      .map(({ minute, direction }) =>
        reason(
          'correction',
          `${direction?.toUpperCase() ?? 'a punch'} at ${clock.timeAt(minute)} by an approved correction`,
        ),
      ),
    ...repeated.map(({ minute }) =>
      reason(
        'repeated',
        `${clock.timeAt(minute)} repeats the punch within ${shift.repeat_min} min before it`,
      ),
    ),
  ];
}
