/** A standard normal number (Box and Muller). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export interface Noise {
  /** Correlation of one value with the next (AR(1)); 0 unless stated. */
  readonly correlation?: number;
  /** Share of values with ten times the deviation; 0 unless stated. */
  readonly outliers?: number;
}

/** Returns a generator of values with mean 0 and, without outliers, standard deviation 1. */
export function noise(random: () => number, { correlation = 0, outliers = 0 }: Noise): () => number {
  let wave = normal(random);
  return () => {
    const value = wave;
    wave = correlation * wave + Math.sqrt(1 - correlation ** 2) * normal(random);
    return random() < outliers ? value + 10 * normal(random) : value;
  };
}
