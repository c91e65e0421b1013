/* Working time is counted in whole minutes, as clocks show them: a minute is a number since 1970 in UTC, and seconds are cut off. */

/** A time from one minute to another, which is excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** Returns the parts of spans that lie in others. Both are sorted and disjoint, and so is the result. */
export function within(spans: readonly Span[], others: readonly Span[]): Span[] {
  const parts: Span[] = [];
  for (const span of spans)
    for (const other of others) {
      const from = Math.max(span.from, other.from);
      const to = Math.min(span.to, other.to);
      if (from < to) parts.push({ from, to });
    }
  return parts;
}

/** Returns the parts of spans that lie outside of others. All are sorted and disjoint, and so is the result. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  let left = [...spans];
  for (const { from, to } of others)
    left = left.flatMap((span) =>
      span.to <= from || to <= span.from
        ? [span]
        : [
            { from: span.from, to: Math.min(span.to, from) },
            { from: Math.max(span.from, to), to: span.to },
          ].filter((part) => part.from < part.to),
    );
  return left;
}

/** Returns the minute by which the spans have lasted so long. */
export function minuteAfter(spans: readonly Span[], lasted: number): number {
  let left = lasted;
  for (const { from, to } of spans) {
    if (left <= to - from) return from + left;
    left -= to - from;
  }
  return spans.at(-1)?.to ?? 0;
}
