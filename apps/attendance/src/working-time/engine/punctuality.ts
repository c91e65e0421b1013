import { type Span, within } from './minutes.js';
import type { PlannedShift } from './planned-shift.js';
import type { Presence } from './presence.js';
import { type Reason, reason } from './reason.js';

/** Minutes late or early, with their reasons. */
export interface Minutes {
  readonly minutes: number;
  readonly reasons: readonly Reason[];
}

/** At the last minute of grace nobody is late. Whoever is, is late since the shift began. */
export function lateOf(planned: PlannedShift, parts: readonly Span[], presence: Presence): Minutes {
  const { shift, clock } = planned;
  return summed(parts, (part) => {
    const came = cameTo(part, parts, presence);
    const minutes = came === undefined ? 0 : came - part.from;
    if (minutes <= shift.late_grace_min) return undefined;
    const rule = `shift ${clock.timeAt(part.from)} + grace ${shift.late_grace_min}`;
    return { minutes, text: `late ${minutes} min: ${rule}, came ${clock.timeAt(came!)}`, code: 'late' };
  });
}

export function earlyOf(planned: PlannedShift, parts: readonly Span[], presence: Presence): Minutes {
  const { shift, clock } = planned;
  return summed(parts, (part) => {
    const left = leftFrom(part, parts, presence);
    const minutes = left === undefined ? 0 : part.to - left;
    if (minutes <= shift.early_leave_grace_min) return undefined;
    const rule = `shift until ${clock.timeAt(part.to)} - grace ${shift.early_leave_grace_min}`;
    return {
      minutes,
      text: `left ${minutes} min early: ${rule}, left ${clock.timeAt(left!)}`,
      code: 'early_leave',
    };
  });
}

/** Returns the first minute in a part. Where a punch is missing only the known coming to the first part counts. */
function cameTo(
  part: Span,
  parts: readonly Span[],
  { spans, missing, cameAt }: Presence,
): number | undefined {
  if (missing.length === 0) return within(spans, [part])[0]?.from;
  const isIn = cameAt !== undefined && cameAt < part.to;
  return part === parts[0] && isIn ? Math.max(cameAt, part.from) : undefined;
}

function leftFrom(
  part: Span,
  parts: readonly Span[],
  { spans, missing, leftAt }: Presence,
): number | undefined {
  if (missing.length === 0) return within(spans, [part]).at(-1)?.to;
  const isIn = leftAt !== undefined && leftAt > part.from;
  return part === parts.at(-1) && isIn ? Math.min(leftAt, part.to) : undefined;
}

interface Found {
  readonly minutes: number;
  readonly text: string;
  readonly code: 'late' | 'early_leave';
}

function summed(parts: readonly Span[], find: (part: Span) => Found | undefined): Minutes {
  const found = parts.map(find).filter((each) => each !== undefined);
  return {
    minutes: found.reduce((sum, { minutes }) => sum + minutes, 0),
    reasons: found.map(({ code, text }) => reason(code, text)),
  };
}
