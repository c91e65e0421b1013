import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrationLayouts } from '../screens/layouts.js';
import { Random } from '../testing/random.js';
import { randomViewer } from '../testing/random-viewer.js';
import { record } from '../testing/synthetic-viewer.js';
import { gate } from './gate.js';

const random = new Random(5);
const viewer = randomViewer(random, { askew: false, headMovementMm: 5, noiseDeg: 0.5 });

describe('the gate', () => {
  it('the gate gives all samples of one position the same target object', () => {
    const samples = record(viewer, { targets: calibrationLayouts[9], samplesPerTarget: 20 }, random);
    const copied = samples.map((sample) => ({ ...sample, target: { ...sample.target } }));
    const kept = gate(viewer.screen, copied).flatMap((target) => target.kept);
    expect(new Set(kept.map(({ target }) => target)).size).toBe(9);
  });

  it('the gate drops 50 ms on either side of a blink, at any sampling rate', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { minLength: 1, maxLength: 60 }),
        (steps) => {
          const [sample] = record(viewer, { targets: [{ x: 0.5, y: 0.5 }], samplesPerTarget: 1 }, random);
          let timeMs = 0;
          const samples = steps.map(([step, blink]) => ({ ...sample!, timeMs: (timeMs += step), blink }));
          const near = samples.filter((one) =>
            samples.some((other) => other.blink && Math.abs(other.timeMs - one.timeMs) <= 50),
          );
          const [target] = gate(viewer.screen, samples);
          const blinks = target!.rejected.filter(({ reason }) => reason === 'BLINK');
          expect(blinks.map((rejection) => rejection.sample.timeMs)).toEqual(near.map((each) => each.timeMs));
        },
      ),
    );
  });
});
