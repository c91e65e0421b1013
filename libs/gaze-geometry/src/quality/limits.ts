/** A target with fewer usable samples, or with that share of them unusable, says little. */
const MIN_VALID_SAMPLES = 10;
const MIN_VALID_SHARE = 0.6;
/** Share of lost samples beyond which the recording itself is at fault. */
export const MAX_DATA_LOSS = 0.25;
export const MIN_RATE_HZ = 8;

export const isThin = ({ samples, validSamples }: { samples: number; validSamples: number }): boolean =>
  validSamples < MIN_VALID_SAMPLES || validSamples < MIN_VALID_SHARE * samples;
