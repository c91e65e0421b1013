import type { Span } from './minutes.js';
import { type Claimed } from './claim.js';
import { type Punch, withoutRepeats } from './punch.js';

/** When somebody was there, as far as their punches say. */
export interface Presence {
  /** Sorted and disjoint. */
  readonly spans: readonly Span[];
  readonly cameAt: number | undefined;
  readonly leftAt: number | undefined;
  /** Punches that lack their other half. */
  readonly missing: readonly Missing[];
  readonly repeated: readonly Punch[];
}

export interface Missing {
  /** What is missing. */
  readonly direction: 'in' | 'out';
  /** The punch that lacks it. */
  readonly minute: number;
}

/** Makes times of presence out of the punches of a shift, by the rules of the shift. */
export function presenceOf({ planned: { shift, from, to }, punches }: Claimed): Presence {
  const { kept, repeated } = withoutRepeats(punches, shift.repeat_min);
  const events = shift.pairing === 'directions' ? kept : kept.map((punch) => ({ ...punch, direction: null }));
  if (events.length === 1 && events[0]!.direction === null) return single(events[0]!, { from, to }, repeated);
  return { ...(shift.counting === 'first_last' ? outermost(events) : paired(events)), repeated };
}

/** A single punch near the end is a leaving whose coming is missing. */
function single({ minute }: Punch, { from, to }: Span, repeated: readonly Punch[]): Presence {
  const isLeaving = to - minute < minute - from;
  return {
    spans: [],
    cameAt: isLeaving ? undefined : minute,
    leftAt: isLeaving ? minute : undefined,
    missing: [{ direction: isLeaving ? 'in' : 'out', minute }],
    repeated,
  };
}

type Times = Omit<Presence, 'repeated'>;

function outermost(events: readonly Punch[]): Times {
  const cameAt = events.find(({ direction }) => direction !== 'out')?.minute;
  const leftAt = events.findLast(({ direction }) => direction !== 'in')?.minute;
  if (cameAt !== undefined && leftAt !== undefined && cameAt < leftAt)
    return { spans: [{ from: cameAt, to: leftAt }], cameAt, leftAt, missing: [] };
  if (cameAt === undefined && leftAt === undefined) return { spans: [], cameAt, leftAt, missing: [] };
  /* Whoever left before they came lacks a leaving, and a coming as well. */
  const isReversed = leftAt !== undefined && cameAt !== undefined && leftAt < cameAt;
  return {
    spans: [],
    cameAt: isReversed ? undefined : cameAt,
    leftAt: cameAt === undefined ? leftAt : undefined,
    missing: [
      ...(leftAt !== undefined && (isReversed || cameAt === undefined)
        ? [{ direction: 'in' as const, minute: leftAt }]
        : []),
      ...(cameAt === undefined ? [] : [{ direction: 'out' as const, minute: cameAt }]),
    ],
  };
}

function paired(events: readonly Punch[]): Times {
  const spans: Span[] = [];
  const missing: Missing[] = [];
  let open: number | undefined;
  for (const { minute, direction } of events) {
    const isComing = direction === null ? open === undefined : direction === 'in';
    if (isComing) {
      if (open !== undefined) missing.push({ direction: 'out', minute: open });
      open = minute;
    } else if (open === undefined) {
      missing.push({ direction: 'in', minute });
    } else {
      if (open < minute) spans.push({ from: open, to: minute });
      open = undefined;
    }
  }
  if (open !== undefined) missing.push({ direction: 'out', minute: open });
  const [first, last] = [events[0], events.at(-1)];
  const startsUnknown = missing[0]?.direction === 'in' && missing[0].minute === first?.minute;
  return {
    spans,
    cameAt: startsUnknown ? undefined : first?.minute,
    leftAt: open === undefined ? last?.minute : undefined,
    missing,
  };
}
