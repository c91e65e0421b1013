/** Why a series does not pass. What was seen contradicts a living person who follows the steps: failed. */
export const failures = [
  'MOVED_EARLY',
  'TURN_MISSING',
  'TURN_WRONG_DIRECTION',
  'TURN_IMPLAUSIBLE',
  'FLAT',
  'BLINK_MISSING',
  'FACE_JUMPED',
  'DIFFERENT_PEOPLE',
  'REPLAYED',
  'SENT_TOO_EARLY',
] as const;

/** Why nothing can be said: inconclusive. */
export const obstacles = [
  'FRAMES_TOO_SPARSE',
  'FRAME_NOT_READABLE',
  'FACE_NOT_SEEN',
  'NOT_FACING',
  'EYES_NOT_OPEN',
] as const;

export type SeriesReason = (typeof failures)[number] | (typeof obstacles)[number];

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
  const isFailed = reasons.some((reason) => (failures as readonly string[]).includes(reason));
  return {
    outcome: isFailed ? 'failed' : reasons.length > 0 ? 'inconclusive' : 'passed',
    reasons,
    scores: Object.assign({}, ...findings.map(({ scores }) => scores)) as SeriesScores,
  };
}
