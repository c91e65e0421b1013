import { describe, expect, it } from '@jest/globals';
import { compareMethods, compareWithBound } from './method-comparison.js';

const common = { setUps: 20, seed: 20261122, askew: true, noiseDeg: 1.5, kinds: ['M1'] as const };

/* `node tools/bench/gaze-fit.mjs` prints these comparisons as a table. */
describe('against viewers whose truth is known', () => {
  it('reaches the Cramér–Rao bound with the model that it chose, over 200 random set-ups', () => {
    const { ratio, byModel, errors } = compareWithBound(200, 1);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.15);
    expect(byModel.M0!.chosen).toBeGreaterThan(30);
    expect(byModel.M1!.chosen).toBeGreaterThan(100);
    expect(errors.homTransform).toBeGreaterThan(4 * errors.argus);
    expect(errors.affine).toBeGreaterThan(4 * errors.argus);
  }, 120_000);

  it('errs in proportion to the noise', () => {
    const one = compareMethods({ ...common, noiseDeg: 1 });
    const two = compareMethods({ ...common, noiseDeg: 2 });
    expect(two.argus / one.argus).toBeGreaterThan(1.8);
    expect(two.argus / one.argus).toBeLessThan(2.2);
  }, 30_000);

  it('loses at most a tenth to 10 % of blinks', () => {
    const clean = compareMethods(common);
    const blinking = compareMethods({ ...common, blinkShare: 0.1 });
    expect(blinking.argus / clean.argus).toBeLessThan(1.1);
  }, 30_000);

  it.each([
    ['sideways', [50, 0, 0]],
    ['up', [0, -50, 0]],
    ['back', [0, 0, 50]],
    ['forward', [0, 0, -50]],
  ] as const)(
    'loses at most 0.3° to a head that moves 50 mm %s',
    (_, shiftMm) => {
      const there = compareMethods({ ...common, shiftMm });
      const here = compareMethods(common);
      expect(Math.sqrt(Math.max(there.argus ** 2 - here.argus ** 2, 0))).toBeLessThan(0.3);
      expect(there.argus).toBeLessThan(here.argus + 0.3);
    },
    30_000,
  );
});
