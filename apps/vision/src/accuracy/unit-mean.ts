/** Returns the direction of the sum of unit vectors, as a unit vector. */
export function unitMean(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]!.length);
  for (const vector of vectors) vector.forEach((value, i) => (sum[i]! += value));
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}
