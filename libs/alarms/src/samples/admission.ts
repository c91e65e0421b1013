import { type EventTime, later, type Sample } from './sample.js';

export interface AdmissionLimits {
  /** How far a sample may lie behind the newest one of its source and still be evaluated. */
  readonly latenessMs: number;
  /** How far a measuring time may lie ahead of its arrival: a clock that runs ahead must not make all others late. */
  readonly clockSkewMs: number;
}

export type RefusalReason = 'late' | 'future' | 'bad_quality';

export interface Arrival extends Sample {
  readonly receivedAt: number;
  readonly isGood: boolean;
}

export interface Admission<A extends Arrival> {
  readonly admitted: readonly A[];
  readonly refused: readonly { readonly sample: A; readonly reason: RefusalReason }[];
  /** Time of the newest sample so far. */
  readonly headAt: EventTime;
}

/**
 * Which samples of one source are evaluated. Decides one by one in the order of arrival, so that the division into batches
 * does not matter.
 */
export function admit<A extends Arrival>(
  headAt: EventTime,
  arrivals: readonly A[],
  { latenessMs, clockSkewMs }: AdmissionLimits,
): Admission<A> {
  const admitted: A[] = [];
  const refused: { sample: A; reason: RefusalReason }[] = [];
  let head = headAt;
  for (const sample of arrivals) {
    if (!sample.isGood) refused.push({ sample, reason: 'bad_quality' });
    else if (sample.at > later(sample.receivedAt, clockSkewMs)) refused.push({ sample, reason: 'future' });
    else if (sample.at < later(head, -latenessMs)) refused.push({ sample, reason: 'late' });
    else {
      admitted.push(sample);
      if (sample.at > head) head = sample.at;
    }
  }
  return { admitted, refused, headAt: head };
}

/**
 * By how many milliseconds, rounded up, the newest sample lay behind the clock when the last one arrived. Timers of the source wait that long, since
 * what it measured meanwhile is on its way.
 */
export function lagAfter(lagMs: number, { admitted, headAt }: Admission<Arrival>): number {
  const last = admitted.at(-1);
  return last ? Math.max(0, Math.ceil(last.receivedAt - headAt)) : lagMs;
}
