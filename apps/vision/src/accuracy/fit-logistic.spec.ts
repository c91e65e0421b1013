import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitLogistic, probability } from './fit-logistic.js';

describe('fitLogistic', () => {
  it('finds back the curve that scores were drawn from', () => {
    const truth = { slope: 40, midpoint: 0.9 };
    // Scores on a grid, each as often in a group as the curve says.
    const grid = Array.from({ length: 200 }, (_, i) => 0.8 + i * 0.001);
    const times = (x: number, share: number) => Array<number>(Math.round(100 * share)).fill(x);
    const genuine = grid.flatMap((x) => times(x, probability(truth, x)));
    const impostor = grid.flatMap((x) => times(x, 1 - probability(truth, x)));
    const found = fitLogistic(genuine, impostor);
    expect(found.slope).toBeCloseTo(truth.slope, 0);
    expect(found.midpoint).toBeCloseTo(truth.midpoint, 2);
  });

  it('stays finite and puts the midpoint between groups that do not overlap', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.3, noNaN: true }), (gap) => {
        const found = fitLogistic([0.9 + gap, 0.92 + gap, 0.95 + gap], [0.7, 0.8, 0.85, 0.9]);
        expect(Number.isFinite(found.slope)).toBe(true);
        expect(found.slope).toBeGreaterThan(0);
        expect(found.midpoint).toBeGreaterThan(0.85);
        expect(found.midpoint).toBeLessThan(0.9 + gap);
      }),
    );
  });
});
