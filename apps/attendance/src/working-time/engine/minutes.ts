/* Working time is counted in whole minutes, as clocks show them: a minute is a number since 1970 in UTC, and seconds are cut off. */

/** A time from one minute to another, which is excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** Returns the parts of spans that lie in others. Both are sorted and disjoint, and so is the result. */
export const within = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  spans.flatMap(({ from, to }) =>
    others
      .map((other) => ({ from: Math.max(from, other.from), to: Math.min(to, other.to) }))
      .filter((part) => part.from < part.to),
  );

/** Returns the parts of spans that lie outside of others. Spans are sorted and disjoint, and so is the result. */
export const without = (spans: readonly Span[], others: readonly Span[]): Span[] =>
  others.reduce<Span[]>(
    (left, { from, to }) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: Math.min(span.to, from) },
          { from: Math.max(span.from, to), to: span.to },
        ].filter((part) => part.from < part.to),
      ),
    [...spans],
  );

/** Returns the minute by which the spans have lasted so long. */
export function minuteAfter(spans: readonly Span[], lasted: number): number {
  let left = lasted;
  for (const { from, to } of spans) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return spans.at(-1)?.to ?? 0;
}
