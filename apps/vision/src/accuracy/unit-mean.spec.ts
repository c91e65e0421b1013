import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { similarity } from './pair-scores.js';
import { unitMean } from './unit-mean.js';

/** Few dimensions, so that vectors are drawn near each other and far apart. */
const DIMENSIONS = 6;
const ROUNDING = 1e-5;

const unitVector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((values) => Math.hypot(...values) > 0.01)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));

const lowestOf = (vectors: readonly Float32Array[]): number =>
  Math.min(1, ...vectors.flatMap((one, i) => vectors.slice(i + 1).map((other) => similarity(one, other))));

/** Photographs of which all pairs agree somewhat, with the share of 1 that their mean is long before it is made a unit. */
const agreeing = fc
  .array(unitVector, { minLength: 1, maxLength: 10 })
  .map((photographs) => {
    const lowest = lowestOf(photographs);
    return { photographs, lowest, agreement: (1 + (photographs.length - 1) * lowest) / photographs.length };
  })
  .filter(({ agreement }) => agreement > 0.01);

describe('unitMean', () => {
  it('unitMean: it is a unit vector, the photograph itself where there is one, and does not depend on the order', () => {
    fc.assert(
      fc.property(agreeing, ({ photographs }) => {
        const mean = unitMean(photographs);
        expect(Math.hypot(...mean)).toBeCloseTo(1, 5);
        expect(similarity(mean, unitMean(photographs.toReversed()))).toBeCloseTo(1, 5);
        expect(similarity(unitMean(photographs.slice(0, 1)), photographs[0]!)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('unitMean: it stands near each photograph by what the least similar two of them agree', () => {
    fc.assert(
      fc.property(agreeing, ({ photographs, agreement }) => {
        const mean = unitMean(photographs);
        for (const photograph of photographs)
          expect(similarity(mean, photograph)).toBeGreaterThanOrEqual(agreement - ROUNDING);
      }),
    );
  });

  it('unitMean: it raises the similarity of nobody by more than the disagreement of the photographs allows', () => {
    fc.assert(
      fc.property(agreeing, unitVector, ({ photographs, agreement }, other) => {
        const nearest = Math.max(0, ...photographs.map((photograph) => similarity(photograph, other)));
        const raised = similarity(unitMean(photographs), other);
        expect(raised).toBeLessThanOrEqual(nearest / Math.sqrt(agreement) + ROUNDING / agreement);
      }),
    );
  });
});
