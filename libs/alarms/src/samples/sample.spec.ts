import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitrarySparseSamples } from '../testing/arbitrary-rules.js';
import { eventTimeOf, inEventOrder, later, type Sample, sampleOf } from './sample.js';

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

  const US_1970_TO_2200 = { min: 0, max: Date.UTC(2200, 0, 1) * 1000 };
  /* Near these times, in milliseconds, doubles become wider: 1987, 2004, 2039, 2109. */
  const nearWider = fc
    .tuple(fc.constantFrom(39, 40, 41, 42), fc.integer({ min: -100_000_000, max: 100_000_000 }))
    .map(([exponent, us]) => 2 ** exponent * 1000 + us);
  const anyUs = fc.oneof(fc.integer(US_1970_TO_2200), nearWider);

  it('event times have the order of their microseconds from 1970 to 2200, and different microseconds are different', () => {
    fc.assert(
      fc.property(anyUs, fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 5000 })), (us, apart) => {
        expect(eventTimeOf(us) < eventTimeOf(us + apart)).toBe(true);
        expect(later(eventTimeOf(us), 0)).toBe(eventTimeOf(us));
      }),
      { numRuns: 5000 },
    );
  });

  it('no duration leads to or from a time that is never', () => {
    for (const never of [NaN, Infinity, -Infinity]) expect(later(never, 1000)).toBe(never);
  });

  it('a duration later is the event time of the sum of microseconds, so that what is equal stays equal', () => {
    const duration = fc.integer({ min: -86_400_000, max: 86_400_000 });
    fc.assert(
      fc.property(anyUs, duration, (us, ms) => {
        fc.pre(us + ms * 1000 >= 0);
        expect(later(eventTimeOf(us), ms)).toBe(eventTimeOf(us + ms * 1000));
        expect(later(eventTimeOf(us), ms / 2)).toBe(eventTimeOf(us + ms * 500));
      }),
      { numRuns: 5000 },
    );
  });
});
