import { DomainError, MAX_RANGE_MS } from '@argus/contracts';

/** Throws RANGE_REVERSED or RANGE_TOO_LONG. */
export function checkRange(from: Date, to: Date): void {
  if (to <= from) throw new DomainError('RANGE_REVERSED');
  if (to.getTime() - from.getTime() > MAX_RANGE_MS) throw new DomainError('RANGE_TOO_LONG');
}
