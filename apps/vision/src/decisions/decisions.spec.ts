import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { falseMatchRate, falsePositiveIdentificationRate } from '../accuracy/error-rates.js';
import { shippedCurve } from '../accuracy/shipped-curves.js';
import { decide } from './decide.js';
import {
  comparisonThreshold,
  identificationThreshold,
  marginFor,
  verificationThreshold,
} from './thresholds.js';

const curves = ['sface@2021dec-int8bq', 'dlib-resnet-mesh@1'].map(shippedCurve);
const curve = fc.constantFrom(...curves);
const target = fc.double({ min: Math.log(1e-9), max: Math.log(0.5), noNaN: true }).map(Math.exp);
const people = fc.integer({ min: 0, max: 1_000_000 });
const rowsPerPerson = fc.integer({ min: 1, max: 10 });
const EPSILON = 1e-9;
const sorted = (one: number, other: number) => [Math.min(one, other), Math.max(one, other)] as const;

describe('thresholds', () => {
  it('thresholds: a smaller target never lowers a threshold, of whatever purpose', () => {
    fc.assert(
      fc.property(curve, target, target, people, rowsPerPerson, (curve, a, b, people, rowsPerPerson) => {
        const [strict, weak] = sorted(a, b);
        const size = { people, rowsPerPerson };
        for (const threshold of [
          (rate: number) => comparisonThreshold(curve, rate),
          (rate: number) => verificationThreshold(curve, rate, rowsPerPerson),
          (rate: number) => identificationThreshold(curve, rate, size),
        ])
          expect(threshold(strict)).toBeGreaterThanOrEqual(threshold(weak) - EPSILON);
      }),
    );
  });

  it('thresholds: more people or more rows of each never lower the threshold of identification', () => {
    fc.assert(
      fc.property(curve, target, people, people, rowsPerPerson, (curve, rate, a, b, rows) => {
        const [few, many] = sorted(a, b);
        const threshold = (people: number, rowsPerPerson: number) =>
          identificationThreshold(curve, rate, { people, rowsPerPerson });
        expect(threshold(many, rows)).toBeGreaterThanOrEqual(threshold(few, rows) - EPSILON);
        expect(threshold(many, rows + 1)).toBeGreaterThanOrEqual(threshold(many, rows) - EPSILON);
      }),
    );
  });

  it('thresholds: where the curve reaches the target, the predicted rate at the threshold is at most the target', () => {
    fc.assert(
      fc.property(curve, target, people, rowsPerPerson, (curve, rate, people, rowsPerPerson) => {
        const size = { people, rowsPerPerson };
        const fpir = falsePositiveIdentificationRate(curve, identificationThreshold(curve, rate, size), size);
        if (fpir.reach !== 'below') expect(fpir.value).toBeLessThanOrEqual(rate * (1 + 1e-6));
        const fmr = falseMatchRate(curve, comparisonThreshold(curve, rate));
        if (fmr.reach !== 'below') expect(fmr.value).toBeLessThanOrEqual(rate * (1 + 1e-6));
      }),
    );
  });

  it('thresholds: a target beyond the measured curve raises the threshold further instead of stopping at its end', () => {
    for (const each of curves) {
      const end = each.falseMatches.at(-1)!;
      expect(comparisonThreshold(each, end.rate / 10)).toBeGreaterThan(end.threshold);
      const crowd = { people: 1_000_000, rowsPerPerson: 3 };
      expect(identificationThreshold(each, 0.001, crowd)).toBeGreaterThan(end.threshold);
      expect(identificationThreshold(each, 1e-9, { people: 1e12, rowsPerPerson: 10 })).toBeLessThanOrEqual(1);
    }
  });

  it('marginFor: a smaller tolerated probability of the second person needs a larger lead, one half needs none', () => {
    for (const each of curves) {
      expect(marginFor(each, 0.5)).toBeCloseTo(0, 12);
      expect(marginFor(each, 0.01)).toBeGreaterThan(marginFor(each, 0.1));
    }
  });
});

describe('decide', () => {
  const similarity = fc.double({ min: -1, max: 1, noNaN: true });
  const limits = fc
    .tuple(similarity, similarity, fc.double({ min: 0, max: 0.5, noNaN: true }))
    .map(([a, b, requiredMargin]) => {
      const [undecidedFrom, threshold] = sorted(a, b);
      return { undecidedFrom, threshold, requiredMargin };
    });
  const rank = { no_match: 0, inconclusive: 1, match: 2 } as const;
  const outcome = (best: number, second: number | undefined, given: Parameters<typeof decide>[2]) =>
    decide(
      { subject: 'a', similarity: best },
      second === undefined ? undefined : { subject: 'b', similarity: second },
      given,
    ).outcome;

  it('decide: a more similar face is never decided further from a match', () => {
    fc.assert(
      fc.property(similarity, similarity, similarity, limits, (a, b, second, limits) => {
        const [less, more] = sorted(a, b);
        expect(rank[outcome(more, second, limits)]).toBeGreaterThanOrEqual(
          rank[outcome(less, second, limits)],
        );
      }),
    );
  });

  it('decide: a second person who comes nearer never turns anything into a match', () => {
    fc.assert(
      fc.property(similarity, similarity, similarity, limits, (best, a, b, limits) => {
        const [far, near] = sorted(a, b);
        expect(rank[outcome(best, near, limits)]).toBeLessThanOrEqual(rank[outcome(best, far, limits)]);
        expect(rank[outcome(best, far, limits)]).toBeLessThanOrEqual(rank[outcome(best, undefined, limits)]);
      }),
    );
  });

  it('decide: a match is at the threshold and ahead of everybody else by the margin', () => {
    fc.assert(
      fc.property(similarity, similarity, limits, (best, second, limits) => {
        const isMatch = best >= limits.threshold && best - second >= limits.requiredMargin;
        expect(outcome(best, second, limits) === 'match').toBe(isMatch);
        expect(outcome(best, second, limits) === 'no_match').toBe(best < limits.undecidedFrom);
      }),
    );
  });
});
