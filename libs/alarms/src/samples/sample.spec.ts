import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitrarySparseSamples } from '../testing/arbitrary-rules.js';
import { inEventOrder, type Sample, sampleOf } from './sample.js';

describe('samples', () => {
  it('a sample is NaN where nothing was measured', () => {
    expect(sampleOf(['a', 'b', 'c'], 5, { c: 3, a: 0, other: 1 })).toEqual({ at: 5, values: [0, NaN, 3] });
  });

  it('event order is the same whatever the order of arrival, also where values are missing', () => {
    const sorted = (samples: readonly Sample[]) => [...samples].sort(inEventOrder);
    fc.assert(
      fc.property(arbitrarySparseSamples, (samples) => {
        expect(sorted([...samples].reverse())).toEqual(sorted(samples));
      }),
    );
  });
});
