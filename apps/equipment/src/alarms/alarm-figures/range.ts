import type { Annunciation, FigureRange } from '@argus/alarms';
import { DomainError, MAX_RANGE_MS, type Instant } from '@argus/contracts';

/** Throws RANGE_REVERSED or RANGE_TOO_LONG. */
export function checkRange(from: Instant, to: Instant): void {
  if (to.us <= from.us) throw new DomainError('RANGE_REVERSED');
  if (to.ms - from.ms > MAX_RANGE_MS) throw new DomainError('RANGE_TOO_LONG');
}

/**
 * Returns the part of a range that has passed: what is to come is not measured and must not thin out rates. Clocks of devices may run
 * ahead, so it reaches to the last alarm at least.
 */
export function passed(range: FigureRange, alarms: readonly Annunciation[], nowMs = Date.now()): FigureRange {
  const end = alarms.reduce((last, { raisedAt }) => Math.max(last, raisedAt + 1), nowMs);
  return end > range.from ? { ...range, to: Math.min(range.to, end) } : range;
}
