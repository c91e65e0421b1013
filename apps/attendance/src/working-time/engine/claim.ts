import type { Span } from './minutes.js';
import type { PlannedShift } from './planned-shift.js';
import { type Punch, withoutRepeats } from './punch.js';

/** Shifts nearer to each other contend for punches between them. */
const CONTENDING_GAP = 240;

/** A shift with the punches that belong to it. */
export interface Claimed {
  readonly planned: PlannedShift;
  /** In which its punches lie; the last minute is included. */
  readonly window: Span;
  readonly punches: Punch[];
}

/**
 * Returns when punches belong to which shift: from its early window to its late one, both ends included. Between shifts that are hours apart, the
 * middle of that time parts them.
 * @param planned sorted by start
 */
function windowsOf(planned: readonly PlannedShift[]): Claimed[] {
  return planned.map((one, at) => {
    const { shift, from, to } = one;
    const [before, after] = [planned[at - 1], planned[at + 1]];
    const isApart = (gap: number): boolean => gap >= CONTENDING_GAP;
    const earliest = before && isApart(from - before.to) ? middle(before.to, from) + 1 : -Infinity;
    const latest = after && isApart(after.from - to) ? middle(to, after.from) : Infinity;
    const window = {
      from: Math.max(from - shift.early_window_min, earliest),
      to: Math.min(to + shift.late_window_min, latest),
    };
    return { planned: one, window, punches: [] };
  });
}

const middle = (one: number, other: number): number => Math.floor((one + other) / 2);

/**
 * Gives each punch to the shift that it belongs to. Where two shifts may claim one, who still has to leave the first leaves it; then the second
 * begins. So no punch ever turns those of the next shift around.
 * @param planned sorted by start
 * @param punches in order
 */
export function claim(
  planned: readonly PlannedShift[],
  punches: readonly Punch[],
): { readonly claimed: readonly Claimed[]; readonly outside: readonly Punch[] } {
  const claimed = windowsOf(planned);
  const outside: Punch[] = [];
  let first = 0;
  for (const punch of punches) {
    while (first < claimed.length && claimed[first]!.window.to < punch.minute) first++;
    const [one, other] = claimed
      .slice(first, first + 3)
      .filter(({ window }) => window.from <= punch.minute && punch.minute <= window.to);
    const owner = one && other ? contended(punch, one, other) : one;
    (owner?.punches ?? outside).push(punch);
  }
  return { claimed, outside };
}

function contended({ minute, direction }: Punch, one: Claimed, other: Claimed): Claimed {
  if (direction === 'in') return minute < one.planned.to ? one : other;
  if (direction === 'out') return isOpen(one) || minute <= other.planned.from ? one : other;
  if (minute >= one.planned.to) return isOpen(one) ? one : other;
  const isNearer = Math.abs(other.planned.from - minute) < Math.abs(one.planned.from - minute);
  return one.punches.length === 0 && isNearer ? other : one;
}

/** Whether somebody came to the shift and has not left it by what is known so far. */
function isOpen({ planned: { shift, to }, punches }: Claimed): boolean {
  const { kept } = withoutRepeats(punches, shift.repeat_min);
  const last = kept.at(-1);
  if (last === undefined) return false;
  if (shift.pairing === 'directions' && last.direction !== null) return last.direction === 'in';
  return shift.counting === 'first_last' ? last.minute < to : kept.length % 2 === 1;
}
