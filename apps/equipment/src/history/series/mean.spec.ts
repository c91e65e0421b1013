import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { meanOf } from './mean.js';

const finite = fc.double({ min: -1e100, max: 1e100, noNaN: true });

describe('mean of a bucket', () => {
  it('the mean of a bucket never lies outside of its extremes, however often one value came', () => {
    fc.assert(
      fc.property(
        fc.array(finite, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 50 }),
        (some, times) => {
          const values = some.flatMap((value) => Array.from({ length: times }, () => value));
          const sum = values.reduce((total, value) => total + value, 0);
          const [min, max] = [Math.min(...values), Math.max(...values)];
          const mean = meanOf({ count: values.length, sum, min, max });
          expect(mean).toBeGreaterThanOrEqual(min);
          expect(mean).toBeLessThanOrEqual(max);
        },
      ),
    );
    expect(meanOf({ count: 3, sum: 0.1 + 0.1 + 0.1, min: 0.1, max: 0.1 })).toBe(0.1);
  });
});
