import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccuracyCurve } from './accuracy-curve.js';
import {
  falseMatchRate,
  falseNonMatchRate,
  falsePositiveIdentificationRate,
  probability,
  thresholdFor,
  thresholdForIdentification,
} from './error-rates.js';
import { shippedCurve } from './shipped-curves.js';

const models = ['sface@2021dec-int8bq', 'dlib-resnet-mesh@1'];
const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyModel = fc.constantFrom(...models).map(shippedCurve);
const anyGallery = fc.record({
  people: fc.integer({ min: 1, max: 20_000 }),
  rowsPerPerson: fc.integer({ min: 1, max: 10 }),
});

const curve: AccuracyCurve = {
  id: 'test',
  model: 'test@1',
  origin: {
    date: '2026-11-29',
    dataSets: [],
    people: 0,
    photographs: 0,
    genuinePairs: 0,
    impostorPairs: 0,
    remarks: [],
  },
  falseMatches: [
    { threshold: 0.3, rate: 1e-3, low: 5e-4, high: 2e-3 },
    { threshold: 0.4, rate: 1e-4, low: 5e-5, high: 2e-4 },
    { threshold: 0.6, rate: 1e-6, low: 0, high: 4e-6 },
  ],
  falseNonMatches: [
    {
      rowsPerPerson: 1,
      points: [
        { threshold: 0.3, rate: 0.01, low: 0.005, high: 0.02 },
        { threshold: 0.6, rate: 0.07, low: 0.06, high: 0.09 },
      ],
    },
    {
      rowsPerPerson: 3,
      points: [
        { threshold: 0.3, rate: 0.001, low: 0, high: 0.004 },
        { threshold: 0.6, rate: 0.02, low: 0.01, high: 0.03 },
      ],
    },
  ],
  identification: {
    scale: 1,
    peopleExponent: 1,
    rowsExponent: 0.5,
    misfit: { low: 0.5, high: 2 },
    observed: [
      { people: 1600, rowsPerPerson: 4, searches: 1000, threshold: 0.5, rate: 0.01, low: 0, high: 0.02 },
    ],
  },
  probability: { slope: 40, midpoint: 0.35 },
};

describe('error rates', () => {
  it('falseMatchRate: it is read between points on a logarithmic scale', () => {
    expect(falseMatchRate(curve, 0.35).value).toBeCloseTo(10 ** -3.5, 8);
    expect(falseMatchRate(curve, 0.5)).toMatchObject({ value: expect.closeTo(1e-5, 9), reach: 'measured' });
  });

  it('falseMatchRate: beyond the curve it says below or above, and never less than was measured', () => {
    expect(falseMatchRate(curve, 0.9)).toEqual({ value: 1e-6, low: 0, high: 4e-6, reach: 'below' });
    expect(falseMatchRate(curve, 0.1)).toEqual({ value: 1e-3, low: 5e-4, high: 1, reach: 'above' });
  });

  it('falseNonMatchRate: the curve of the rows of a person counts; in between, the one with fewer rows', () => {
    expect(falseNonMatchRate(curve, 0.45).value).toBeCloseTo(0.04, 9);
    expect(falseNonMatchRate(curve, 0.6, 2).value).toBe(0.07);
    expect(falseNonMatchRate(curve, 0.6, 5).value).toBe(0.02);
  });

  it('thresholdFor: a target below the curve gives its last threshold and is not reached', () => {
    expect(thresholdFor(curve, { falseMatchRate: 1e-9 })).toMatchObject({ threshold: 0.6, reached: false });
    expect(thresholdFor(curve, { falseMatchRate: 0.5 })).toMatchObject({ threshold: 0.3, reached: true });
  });

  it('thresholdFor: the threshold for a target has that false match rate', () => {
    fc.assert(
      fc.property(anyModel, share(-5.5, -3), (each, exponent) => {
        const target = 10 ** exponent;
        const { threshold, reached } = thresholdFor(each, { falseMatchRate: target });
        expect(reached).toBe(true);
        expect(falseMatchRate(each, threshold).value / target).toBeCloseTo(1, 6);
      }),
    );
  });

  it('falsePositiveIdentificationRate: galleries that were not measured are called extrapolated', () => {
    const reach = (people: number, rowsPerPerson: number) =>
      falsePositiveIdentificationRate(curve, 0.5, { people, rowsPerPerson }).reach;
    expect([reach(1600, 4), reach(1601, 4), reach(1600, 5)]).toEqual([
      'measured',
      'extrapolated',
      'extrapolated',
    ]);
  });

  it('falsePositiveIdentificationRate: 100 people with 4 rows amount to 200 comparisons', () => {
    const rate = falsePositiveIdentificationRate(curve, 0.5, { people: 100, rowsPerPerson: 4 });
    expect(rate.value).toBeCloseTo(1 - Math.exp(-200e-5), 9);
  });

  it('falsePositiveIdentificationRate: an empty gallery names nobody', () => {
    const nobody = { people: 0, rowsPerPerson: 1 };
    expect(falsePositiveIdentificationRate(curve, 0.3, nobody).value).toBe(0);
    expect(
      thresholdForIdentification(curve, { ...nobody, falsePositiveIdentificationRate: 0.01 }).threshold,
    ).toBe(0.3);
  });

  it('thresholdForIdentification: it keeps the target wherever it says so, and grows with the gallery', () => {
    fc.assert(
      fc.property(anyModel, anyGallery, share(1e-4, 0.2), (each, gallery, target) => {
        const at = (people: number) =>
          thresholdForIdentification(each, { ...gallery, people, falsePositiveIdentificationRate: target });
        const { threshold, rate, reached } = at(gallery.people);
        if (reached) expect(rate.value).toBeLessThanOrEqual(target * (1 + 1e-9));
        expect(at(gallery.people * 2).threshold).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });

  it('error rates: every rate of a shipped curve lies inside its interval', () => {
    fc.assert(
      fc.property(anyModel, anyGallery, share(-1, 1), (each, gallery, threshold) => {
        const rates = [
          falseMatchRate(each, threshold),
          falseNonMatchRate(each, threshold, gallery.rowsPerPerson),
          falsePositiveIdentificationRate(each, threshold, gallery),
        ];
        for (const { low, value, high } of rates) {
          expect(low).toBeLessThanOrEqual(value);
          expect(value).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  it('probability: it is one half at the midpoint and rises with similarity', () => {
    expect(probability(curve, 0.35)).toBeCloseTo(0.5, 9);
    expect(probability(curve, 0.5)).toBeGreaterThan(0.99);
  });

  it('shippedCurve: a model without measured error rates is refused', () => {
    expect(() => shippedCurve('other@1')).toThrow('other@1');
  });
});
