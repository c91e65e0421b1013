import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binomialRate } from './binomial-interval.js';

describe('binomialRate', () => {
  it('binomialRate: no event among n trials has the upper end that n failures in a row allow', () => {
    for (const trials of [3, 100, 5000]) {
      const { low, high } = binomialRate(0, trials);
      expect(low).toBe(0);
      expect(high).toBeCloseTo(1 - 0.025 ** (1 / trials), 10);
    }
  });

  it('binomialRate: 5 of 10 has the interval of the tables, 18.7 to 81.3 %', () => {
    const { low, high } = binomialRate(5, 10);
    expect([low, high]).toEqual([expect.closeTo(0.1871, 4), expect.closeTo(0.8129, 4)]);
  });

  it('binomialRate: each end has its tail of the binomial distribution', () => {
    const sizes = fc.integer({ min: 2, max: 60 });
    fc.assert(
      fc.property(
        sizes.chain((trials) => fc.tuple(fc.integer({ min: 1, max: trials - 1 }), fc.constant(trials))),
        ([events, trials]) => {
          const { low, high } = binomialRate(events, trials);
          const atMost = (k: number, p: number) => {
            let term = (1 - p) ** trials;
            let sum = term;
            for (let i = 1; i <= k; i++) sum += term *= ((trials - i + 1) / i) * (p / (1 - p));
            return sum;
          };
          expect(atMost(events, high)).toBeCloseTo(0.025, 6);
          expect(1 - atMost(events - 1, low)).toBeCloseTo(0.025, 6);
        },
      ),
    );
  });
});
