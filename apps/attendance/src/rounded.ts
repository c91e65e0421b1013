/** Returns a score with two decimals: more would show somebody who tries pictures whether they come nearer. */
export const rounded = <S extends number | null>(score: S): S =>
  (score === null ? null : Math.round(score * 100) / 100) as S;
