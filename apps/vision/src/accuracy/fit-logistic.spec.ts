import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitLogistic, probability } from './fit-logistic.js';

describe('fitLogistic', () => {
  it('fitLogistic: it recovers the curve that the scores were drawn from', () => {
    const truth = { slope: 40, midpoint: 0.9 };
    // Scores lie on a grid; the curve gives their frequency in each group.
    const grid = Array.from({ length: 200 }, (_, i) => 0.8 + i * 0.001);
    const genuine = grid.map((score) => ({ score, count: 100 * probability(truth, score) }));
    const impostor = grid.map((score) => ({ score, count: 100 * (1 - probability(truth, score)) }));
    const found = fitLogistic(genuine, impostor);
    expect(found.slope).toBeCloseTo(truth.slope, 0);
    expect(found.midpoint).toBeCloseTo(truth.midpoint, 2);
  });

  it('fitLogistic: groups that do not overlap give a finite slope and a midpoint between them', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.3, noNaN: true }), (gap) => {
        const once = (...scores: number[]) => scores.map((score) => ({ score, count: 1 }));
        const found = fitLogistic(once(0.9 + gap, 0.92 + gap, 0.95 + gap), once(0.7, 0.8, 0.85, 0.9));
        expect(Number.isFinite(found.slope)).toBe(true);
        expect(found.slope).toBeGreaterThan(0);
        expect(found.midpoint).toBeGreaterThan(0.85);
        expect(found.midpoint).toBeLessThan(0.9 + gap);
      }),
    );
  });
});
