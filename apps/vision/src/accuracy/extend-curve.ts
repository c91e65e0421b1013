import type { AccuracyCurve, CurvePoint } from './accuracy-curve.js';
import { falseMatchRate, thresholdFor } from './error-rates.js';

/**
 * Continues the false matches of a small measurement beyond their last threshold by the shape of a larger one. Where the small one
 * ends, more false matches than the larger one's raise all further rates by the same factor; fewer lower none. So a site with few people
 * never gets a laxer threshold than the larger measurement gives for rates that the site could not measure.
 */
export function extendCurve(site: AccuracyCurve, larger: AccuracyCurve): AccuracyCurve {
  const last = site.falseMatches.at(-1)!;
  const factor = Math.max(1, last.rate / falseMatchRate(larger, last.threshold).value);
  /* Where the larger one has the last rate: no threshold in between is proposed for a lower rate. */
  const same = thresholdFor(larger, { falseMatchRate: last.rate / factor });
  const step = { ...last, threshold: same.threshold, rate: last.rate * (1 - 1e-9) };
  const beyond = larger.falseMatches
    .filter(({ threshold, rate }) => threshold > same.threshold && rate * factor < step.rate)
    .map((point): CurvePoint => scaled(point, factor));
  return {
    ...site,
    falseMatches: [...site.falseMatches, ...(same.threshold > last.threshold ? [step] : []), ...beyond],
    origin: {
      ...site.origin,
      remarks: [
        ...site.origin.remarks,
        `False match rates beyond threshold ${last.threshold} are those of ${larger.id}, multiplied by ${factor.toFixed(2)}.`,
      ],
    },
  };
}

const scaled = ({ threshold, rate, low, high }: CurvePoint, factor: number): CurvePoint => ({
  threshold,
  rate: rate * factor,
  low,
  high: Math.min(1, high * factor),
});
