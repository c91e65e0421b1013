import { DomainError, MAX_RANGE_MS, type Instant } from '@argus/contracts';

/** Throws RANGE_REVERSED or RANGE_TOO_LONG. */
export function checkRange(from: Instant, to: Instant): void {
  if (to.us <= from.us) throw new DomainError('RANGE_REVERSED');
  if (to.ms - from.ms > MAX_RANGE_MS) throw new DomainError('RANGE_TOO_LONG');
}
