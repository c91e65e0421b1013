/** A target with fewer usable samples, or with that share of them unusable, says little. */
const LEAST_VALID_SAMPLES = 10;
const LEAST_VALID_SHARE = 0.6;
/** Share of lost samples beyond which the recording itself is at fault. */
export const MOST_LOSS = 0.25;
export const LEAST_RATE_HZ = 8;

export const isThin = ({ samples, validSamples }: { samples: number; validSamples: number }): boolean =>
  validSamples < LEAST_VALID_SAMPLES || validSamples < LEAST_VALID_SHARE * samples;
