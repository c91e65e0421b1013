/** A point in pixels of the picture or of a crop. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Rotation, uniform scale and translation of the plane: `X = a·x − b·y + tx`, `Y = b·x + a·y + ty`.
 * A crop is described by the transform from its pixels to pixels of the picture.
 */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export const scaleOf = ({ a, b }: SimilarityTransform): number => Math.hypot(a, b);

export function apply({ a, b, tx, ty }: SimilarityTransform, { x, y }: Point): Point {
  return { x: a * x - b * y + tx, y: b * x + a * y + ty };
}

/** Returns the transform of a crop of `sizePx` to the square with this centre, edge and rotation (radians). */
export function cropSquare(
  centre: Point,
  edgePx: number,
  rotation: number,
  sizePx: number,
): SimilarityTransform {
  const scale = edgePx / sizePx;
  const a = scale * Math.cos(rotation);
  const b = scale * Math.sin(rotation);
  const half = sizePx / 2;
  return { a, b, tx: centre.x - (a * half - b * half), ty: centre.y - (b * half + a * half) };
}

/** Returns the least-squares transform of `from` to `to` (Umeyama 1991 without reflection). Throws if the points coincide. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): SimilarityTransform {
  const fromMean = mean(from);
  const toMean = mean(to);
  let dot = 0;
  let cross = 0;
  let spread = 0;
  from.forEach((point, i) => {
    const target = to[i];
    if (!target) throw new RangeError('Both point lists must have the same length');
    const x = point.x - fromMean.x;
    const y = point.y - fromMean.y;
    const u = target.x - toMean.x;
    const v = target.y - toMean.y;
    dot += x * u + y * v;
    cross += x * v - y * u;
    spread += x * x + y * y;
  });
  if (spread === 0) throw new RangeError('The points coincide');
  const a = dot / spread;
  const b = cross / spread;
  return {
    a,
    b,
    tx: toMean.x - (a * fromMean.x - b * fromMean.y),
    ty: toMean.y - (b * fromMean.x + a * fromMean.y),
  };
}

function mean(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
