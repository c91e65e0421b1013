/** Returns a score with three decimals: more would show somebody who tries pictures whether they come nearer. */
export const rounded = <S extends number | null>(score: S): S =>
  (score === null ? null : Math.round(score * 1000) / 1000) as S;
