import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccuracyCurve } from './accuracy-curve.js';
import { falseMatchRate, thresholdFor } from './error-rates.js';
import { extendCurve } from './extend-curve.js';
import { shippedCurve } from './shipped-curves.js';

const shipped = shippedCurve('sface@2021dec-int8bq');

/** A small measurement: the shipped rates times a factor, as far down as 1e-4. */
const site = (factor: number): AccuracyCurve => ({
  ...shipped,
  id: 'site',
  falseMatches: shipped.falseMatches
    .filter(({ rate }) => rate >= 1e-4)
    .map((point) => ({ ...point, rate: point.rate * factor, high: point.high * factor })),
});
const anyFactor = fc.double({ min: 0.1, max: 10, noNaN: true });

describe('extendCurve', () => {
  it('extendCurve: rates descend throughout', () => {
    fc.assert(
      fc.property(anyFactor, (factor) => {
        const rates = extendCurve(site(factor), shipped).falseMatches.map(({ rate }) => rate);
        expect(rates).toEqual(rates.toSorted((one, other) => other - one));
        expect(new Set(rates).size).toBe(rates.length);
      }),
    );
  });

  it('extendCurve: rates that the site could not measure never get a laxer threshold than the larger measurement gives', () => {
    fc.assert(
      fc.property(anyFactor, fc.double({ min: 0.05, max: 0.99, noNaN: true }), (factor, share) => {
        const measured = site(factor);
        const target = { falseMatchRate: measured.falseMatches.at(-1)!.rate * share };
        const extended = thresholdFor(extendCurve(measured, shipped), target);
        if (extended.reached)
          expect(extended.threshold).toBeGreaterThanOrEqual(thresholdFor(shipped, target).threshold - 1e-9);
      }),
    );
  });

  it('extendCurve: what the site measured stays as it is', () => {
    const extended = extendCurve(site(3), shipped);
    for (const { threshold, rate } of site(3).falseMatches)
      expect(falseMatchRate(extended, threshold).value).toBeCloseTo(rate, 12);
    expect(extended.origin.remarks.at(-1)).toContain('multiplied by 3.00');
  });
});
