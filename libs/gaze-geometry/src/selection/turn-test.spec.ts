import { describe, expect, it } from '@jest/globals';
import { fitInput } from '../calibrations/calibrate.js';
import { isRefusal } from '../refusals/refusal.js';
import { models } from '../models/index.js';
import { gate } from '../samples/gate.js';
import { calibrationLayouts } from '../screens/layouts.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { isTurned } from './turn-test.js';

/** Share of a hundred random viewers whose screen is said to be turned. */
function turnedShare(askew: boolean, layout: 5 | 9, samplesPerTarget: number, noiseDeg: number): number {
  const random = new Random(28);
  const said = Array.from({ length: 100 }, () => {
    const viewer = randomViewer(random, { askew, headMovementMm: askew ? 15 : 0, noiseDeg });
    const samples = record(viewer, { targets: calibrationLayouts[layout], samplesPerTarget }, random);
    const input = fitInput(viewer.screen, gate(viewer.screen, samples));
    const [parallel, turned] = [models.M0.fit(input), models.M1.fit(input)];
    if (isRefusal(parallel) || isRefusal(turned)) throw new Error('Not fitted');
    return isTurned(input, parallel, turned);
  });
  return said.filter(Boolean).length / said.length;
}

describe('whether the screen is turned', () => {
  it.each([5, 9] as const)('a screen turn is rarely claimed for parallel screens at %d targets', (layout) => {
    expect(turnedShare(false, layout, 30, 1)).toBeLessThan(0.12);
  });

  it('a screen turn of 10° to 20° is found with little noise, and mostly with much', () => {
    expect(turnedShare(true, 9, 30, 1)).toBeGreaterThan(0.95);
    expect(turnedShare(true, 5, 20, 2)).toBeGreaterThan(0.6);
  });
});
