import { describe, expect, it } from '@jest/globals';
import { compareMethods, compareWithBound } from './method-comparison.js';

const common = { setUps: 20, seed: 20261122, askew: true, noiseDeg: 1.5, kinds: ['M1'] as const };

const here = compareMethods(common);

/*
 * `node tools/bench/gaze-fit.ts` prints these comparisons as a table and asks for 0.85 to 1.15 over 200 set-ups. Of 50 the ratio
 * scatters by 0.03 around 1.09 (ten seeds), so here it may be up to three deviations above.
 */
describe('against viewers whose truth is known', () => {
  it('the chosen model reaches the Cramér–Rao bound over 50 random set-ups', () => {
    const { ratio, byModel, errors } = compareWithBound(50, 1);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.2);
    expect(byModel.M0!.chosen).toBeGreaterThan(7);
    expect(byModel.M1!.chosen).toBeGreaterThan(25);
    expect(errors.homTransform).toBeGreaterThan(4 * errors.argus);
    expect(errors.affine).toBeGreaterThan(4 * errors.argus);
  }, 60_000);

  it('the calibration error grows in proportion to the noise', () => {
    const one = compareMethods({ ...common, noiseDeg: 1 });
    const two = compareMethods({ ...common, noiseDeg: 2 });
    expect(two.argus / one.argus).toBeGreaterThan(1.8);
    expect(two.argus / one.argus).toBeLessThan(2.2);
  }, 30_000);

  it('10 % of blinks cost at most a tenth of the accuracy', () => {
    const blinking = compareMethods({ ...common, blinkShare: 0.1 });
    expect(blinking.argus / here.argus).toBeLessThan(1.1);
  }, 30_000);

  it.each([
    ['sideways', [50, 0, 0]],
    ['up', [0, -50, 0]],
    ['back', [0, 0, 50]],
    ['forward', [0, 0, -50]],
  ] as const)(
    'a head that moves 50 mm %s costs at most 0.3°',
    (_, shiftMm) => {
      const there = compareMethods({ ...common, shiftMm });
      expect(Math.sqrt(Math.max(there.argus ** 2 - here.argus ** 2, 0))).toBeLessThan(0.3);
      expect(there.argus).toBeLessThan(here.argus + 0.3);
    },
    30_000,
  );
});
