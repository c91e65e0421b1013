import type { EventTime, Observation } from '../rules/moment.js';

export interface AdmissionLimits {
  /** How far a reading may lie behind the newest one of its equipment and still be evaluated. */
  readonly latenessMs: number;
  /** How far a measuring time may lie ahead of its arrival: a clock that runs ahead must not make all others late. */
  readonly clockSkewMs: number;
}

export type RefusalReason = 'late' | 'future' | 'bad_quality';

export interface Arrival extends Observation {
  readonly receivedAt: number;
  readonly isGood: boolean;
}

export interface Admission<A extends Arrival> {
  readonly admitted: readonly A[];
  readonly refused: readonly { readonly reading: A; readonly reason: RefusalReason }[];
  /** Newest measurement so far. */
  readonly headAt: EventTime;
}

/**
 * Which readings of one equipment are evaluated. Looks at them one by one in the order of arrival, so that it does not
 * matter how they were divided into batches.
 */
export function admit<A extends Arrival>(
  headAt: EventTime,
  arrivals: readonly A[],
  { latenessMs, clockSkewMs }: AdmissionLimits,
): Admission<A> {
  const admitted: A[] = [];
  const refused: { reading: A; reason: RefusalReason }[] = [];
  let head = headAt;
  for (const reading of arrivals) {
    if (!reading.isGood) refused.push({ reading, reason: 'bad_quality' });
    else if (reading.at > reading.receivedAt + clockSkewMs) refused.push({ reading, reason: 'future' });
    else if (reading.at < head - latenessMs) refused.push({ reading, reason: 'late' });
    else {
      admitted.push(reading);
      if (reading.at > head) head = reading.at;
    }
  }
  return { admitted, refused, headAt: head };
}
