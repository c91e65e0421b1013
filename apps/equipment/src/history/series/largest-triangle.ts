export interface XY {
  readonly x: number;
  readonly y: number;
}

/**
 * Downsamples by largest triangle three buckets (Steinarsson 2013, "Downsampling time series for visual representation").
 * Keeps the first and the last point. Of each bucket between, keeps the point that spans the largest triangle with the
 * previous choice and the mean of the next bucket. Unlike the original, keeps the minimum and the maximum; where only one of
 * them has room (3 points), the one further from the ends. `points` are sorted by x. Returns at most `max` (3 or more) of them.
 */
export function largestTriangle<P extends XY>(points: readonly P[], max: number): P[] {
  if (points.length <= max) return [...points];
  const extremes = extremesOf(points);
  const interior = extremes.filter((at) => at !== 0 && at !== points.length - 1);
  const kept = interior.length > max - 2 ? [furthestFromEnds(points, interior)] : interior;
  /* Both extremes may fall into one bucket: leave room for the second. */
  const buckets = Math.max(1, max - 2 - Math.max(0, kept.length - 1));
  const chosen = [0];
  const edge = (bucket: number): number => 1 + Math.floor((bucket * (points.length - 2)) / buckets);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [from, to] = [edge(bucket), edge(bucket + 1)];
    const inside = kept.filter((at) => at >= from && at < to);
    if (inside.length > 0) chosen.push(...inside);
    else
      chosen.push(largestOf(points, from, to, points[chosen.at(-1)!]!, meanOf(points, to, edge(bucket + 2))));
  }
  chosen.push(points.length - 1);
  return chosen.map((at) => points[at]!);
}

/** Returns the indices of the minimum and the maximum, in order. */
function extremesOf(points: readonly XY[]): number[] {
  let min = 0;
  let max = 0;
  for (let at = 1; at < points.length; at++) {
    if (points[at]!.y < points[min]!.y) min = at;
    if (points[at]!.y > points[max]!.y) max = at;
  }
  return min === max ? [min] : [min, max].sort((a, b) => a - b);
}

function furthestFromEnds(points: readonly XY[], candidates: readonly number[]): number {
  const middle = (points[0]!.y + points.at(-1)!.y) / 2;
  const distance = (at: number): number => Math.abs(points[at]!.y - middle);
  return candidates.reduce((best, at) => (distance(at) > distance(best) ? at : best));
}

function meanOf(points: readonly XY[], from: number, to: number): XY {
  const end = Math.min(Math.max(to, from + 1), points.length);
  let [x, y] = [0, 0];
  for (let at = from; at < end; at++) {
    x += points[at]!.x;
    y += points[at]!.y;
  }
  return { x: x / (end - from), y: y / (end - from) };
}

function largestOf(points: readonly XY[], from: number, to: number, before: XY, next: XY): number {
  let best = from;
  let largest = -1;
  for (let at = from; at < to; at++) {
    const { x, y } = points[at]!;
    const area = Math.abs((before.x - next.x) * (y - before.y) - (before.x - x) * (next.y - before.y));
    if (area > largest) [largest, best] = [area, at];
  }
  return best;
}
