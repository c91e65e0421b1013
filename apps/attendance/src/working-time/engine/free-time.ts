import type { DayPart } from '@argus/contracts';
import { type Span, within } from './minutes.js';
import type { PlannedShift } from './planned-shift.js';

/** A day, or a half of one, on which somebody need not work. */
export interface FreeTime {
  readonly why: 'holiday' | 'leave';
  readonly part: DayPart;
  /** Of the holiday, or the kind of leave. */
  readonly name: string;
}

/** Returns the time of a shift that lies in a part of the day; its halves meet where the second one begins. */
export function spanOf(part: DayPart, { from, to, halfAt }: PlannedShift): Span {
  if (part === 'first_half') return { from, to: halfAt };
  return part === 'second_half' ? { from: halfAt, to } : { from, to };
}

/** Returns the working time of a shift that is free for a cause. */
export function freeWork(planned: PlannedShift, free: readonly FreeTime[], why: FreeTime['why']): Span[] {
  const parts = free.filter((each) => each.why === why).map((each) => spanOf(each.part, planned));
  return within(planned.work, joined(parts));
}

/** Returns the times as sorted and disjoint spans. */
export function joined(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
