/** A span of time in epoch milliseconds, without its end. Lists of spans are sorted and do not overlap. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export const lengthMs = (spans: readonly Span[]): number =>
  spans.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

/** Returns what lies in both lists: one span per overlapping pair, so that neighbours of either list are not merged. */
export function intersection<A extends Span>(spans: readonly A[], others: readonly Span[]): A[] {
  const common: A[] = [];
  for (let i = 0, j = 0; i < spans.length && j < others.length;) {
    const [one, other] = [spans[i]!, others[j]!];
    const fromMs = Math.max(one.fromMs, other.fromMs);
    const toMs = Math.min(one.toMs, other.toMs);
    if (fromMs < toMs) common.push({ ...one, fromMs, toMs });
    if (one.toMs < other.toMs) i++;
    else j++;
  }
  return common;
}

/** Returns what lies in the first list but not in the second. */
export function difference<A extends Span>(spans: readonly A[], others: readonly Span[]): A[] {
  const rest: A[] = [];
  let next = 0;
  for (const span of spans) {
    let { fromMs } = span;
    while (next < others.length && others[next]!.toMs <= fromMs) next++;
    for (let at = next; at < others.length && others[at]!.fromMs < span.toMs; at++) {
      const other = others[at]!;
      if (other.fromMs > fromMs) rest.push({ ...span, fromMs, toMs: other.fromMs });
      fromMs = Math.max(fromMs, other.toMs);
    }
    if (fromMs < span.toMs) rest.push({ ...span, fromMs });
  }
  return rest;
}
