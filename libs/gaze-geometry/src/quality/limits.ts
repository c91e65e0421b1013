/** A target with fewer usable samples, or a larger share of unusable ones, is not trusted. */
const MIN_VALID_SAMPLES = 10;
const MIN_VALID_SHARE = 0.6;
/** Share of lost samples above which the recording itself is bad. */
export const MAX_DATA_LOSS = 0.25;
export const MIN_RATE_HZ = 8;

export const isThin = ({ samples, validSamples }: { samples: number; validSamples: number }): boolean =>
  validSamples < MIN_VALID_SAMPLES || validSamples < MIN_VALID_SHARE * samples;
