import { livenessFailures, type SeriesReason } from '@argus/contracts';

export type { SeriesReason };

/** Figures behind a judgement, kept for audit. They describe movement and identify nobody. */
export type SeriesScores = Readonly<Record<string, number>>;

/** What one part of the judgement found. */
export interface Finding {
  readonly reasons: readonly SeriesReason[];
  readonly scores: SeriesScores;
}

export interface Judgement extends Finding {
  readonly outcome: 'passed' | 'failed' | 'inconclusive';
}

/** Joins findings. Anything that contradicts makes the series fail; what merely hinders leaves it open. */
export function judgementOf(findings: readonly Finding[]): Judgement {
  const reasons = [...new Set(findings.flatMap((finding) => finding.reasons))];
  const isFailed = reasons.some((reason) => (livenessFailures as readonly string[]).includes(reason));
  return {
    outcome: isFailed ? 'failed' : reasons.length > 0 ? 'inconclusive' : 'passed',
    reasons,
    scores: Object.assign({}, ...findings.map(({ scores }) => scores)) as SeriesScores,
  };
}
