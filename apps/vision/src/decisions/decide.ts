import type { DecisionOutcome } from '@argus/contracts';
import type { Candidate } from '../gallery/gallery.js';

/** Similarities at which a face is a match, undecided, or neither. */
export interface Limits {
  readonly threshold: number;
  /** At most the threshold. */
  readonly undecidedFrom: number;
  readonly requiredMargin: number;
}

export interface Verdict {
  readonly outcome: DecisionOutcome;
  readonly reason: 'MATCH' | 'BELOW_THRESHOLD' | 'NEAR_THRESHOLD' | 'SECOND_PERSON_NEAR';
}

/** Judges the best candidate. Near the threshold, and with somebody else as near, nobody is named: either would be a coin toss. */
export function decide(
  best: Candidate,
  second: Candidate | undefined,
  { threshold, undecidedFrom, requiredMargin }: Limits,
): Verdict {
  if (best.similarity < undecidedFrom) return { outcome: 'no_match', reason: 'BELOW_THRESHOLD' };
  if (best.similarity < threshold) return { outcome: 'inconclusive', reason: 'NEAR_THRESHOLD' };
  if (second && best.similarity - second.similarity < requiredMargin)
    return { outcome: 'inconclusive', reason: 'SECOND_PERSON_NEAR' };
  return { outcome: 'match', reason: 'MATCH' };
}
