import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assessQuality } from './assess-quality.js';
import { luminance } from './luminance.js';
import type { FaceMeasures } from './measures.js';

const SIZE = 96;
const region = { left: 16, right: 80, top: 8, bottom: 88 };

const good: FaceMeasures = {
  detail: 0.4,
  darkShare: 0.02,
  brightShare: 0,
  entropyBits: 7.3,
  halvesOverlap: 0.8,
  interEyeDistancePx: 120,
  pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
  eyeOpening: 0.3,
  headShare: 0.4,
  shareInside: 1,
  fillsPicture: false,
  otherFaceShare: 0,
};

/** Returns a grey crop with a random texture, deterministic per seed. */
function texture(seed: number): Float32Array {
  let state = seed >>> 0 || 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const crop = new Float32Array(SIZE * SIZE * 3);
  for (let i = 0; i < crop.length; i += 3) crop.fill(0.3 + 0.5 * random(), i, i + 3);
  return crop;
}

/** Returns the mean of each pixel and its four neighbours. */
function blurred(crop: Float32Array): Float32Array {
  return crop.map((value, i) => {
    const neighbours = [i - 3, i + 3, i - SIZE * 3, i + SIZE * 3].map((at) => crop[at] ?? value);
    return neighbours.reduce((sum, neighbour) => sum + neighbour, value) / 5;
  });
}

const scoreOf = (name: string, measures: Partial<FaceMeasures>): number =>
  assessQuality({ ...good, ...measures }).components[name]!;

describe('luminance', () => {
  it('luminance: detail falls with every blur and light with every darkening', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0.2, max: 0.8, noNaN: true }),
        (seed, gain) => {
          const sharp = texture(seed);
          const soft = blurred(sharp);
          const details = [sharp, soft, blurred(soft)].map((crop) => luminance(crop, SIZE, region).detail);
          expect(details[1]).toBeLessThan(details[0]!);
          expect(details[2]).toBeLessThan(details[1]!);

          const dark = [1, gain, gain * gain * 0.3].map((factor) =>
            luminance(
              sharp.map((value) => value * factor),
              SIZE,
              region,
            ),
          );
          expect(dark[1]!.darkShare).toBeGreaterThanOrEqual(dark[0]!.darkShare);
          expect(dark[2]!.darkShare).toBeGreaterThan(dark[1]!.darkShare);
          expect(dark[2]!.entropyBits).toBeLessThan(dark[0]!.entropyBits);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('luminance: exposure does not change the measured detail', () => {
    const crop = texture(7);
    const dim = crop.map((value) => value * 0.7);
    expect(luminance(dim, SIZE, region).detail).toBeCloseTo(luminance(crop, SIZE, region).detail, 3);
  });

  it('luminance: the halves of a face lit from one side overlap less', () => {
    const even = texture(11);
    const uneven = even.map((value, i) => (Math.floor(i / 3) % SIZE < SIZE / 2 ? value * 0.4 : value));
    expect(luminance(uneven, SIZE, region).halvesOverlap).toBeLessThan(
      luminance(even, SIZE, region).halvesOverlap - 0.4,
    );
  });
});

describe('assessQuality', () => {
  it('assessQuality: a good photograph has a high score and no reasons', () => {
    const { score, reasons, components } = assessQuality(good);
    expect(reasons).toEqual([]);
    expect(score).toBeGreaterThan(0.8);
    for (const value of Object.values(components)) expect(value).toBeGreaterThanOrEqual(75);
  });

  it.each([
    ['Sharpness', 'detail', [0.4, 0.2, 0.1, 0.02]],
    ['UnderExposurePrevention', 'darkShare', [0, 0.4, 0.7, 1]],
    ['OverExposurePrevention', 'brightShare', [0, 0.2, 0.4, 1]],
    ['DynamicRange', 'entropyBits', [7.5, 6, 4, 1]],
    ['IlluminationUniformity', 'halvesOverlap', [0.9, 0.6, 0.3, 0]],
    ['InterEyeDistance', 'interEyeDistancePx', [150, 80, 40, 10]],
    ['EyesOpen', 'eyeOpening', [0.35, 0.2, 0.1, 0.01]],
    ['HeadSize', 'headShare', [0.5, 0.2, 0.1, 0.02]],
    ['CropOfTheFaceImage', 'shareInside', [1, 0.9, 0.8, 0.5]],
    ['SingleFacePresent', 'otherFaceShare', [0, 0.3, 0.6, 1]],
  ] as const)(
    'assessQuality: %s stays within 0 to 100 and falls as %s gets worse',
    (name, measure, values) => {
      const scores = values.map((value) => scoreOf(name, { [measure]: value }));
      for (const [i, score] of scores.entries()) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        if (i > 0) expect(score).toBeLessThan(scores[i - 1]!);
      }
    },
  );

  it.each(['Yaw', 'Pitch', 'Roll'] as const)(
    'assessQuality: HeadPose%s falls with the angle to either side',
    (axis) => {
      const key = `${axis.toLowerCase()}Degrees`;
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 80 }), fc.constantFrom(-1, 1), (angle, side) => {
          const at = (degrees: number) =>
            scoreOf(`HeadPose${axis}`, { pose: { ...good.pose, [key]: side * degrees } });
          expect(at(angle + 10)).toBeLessThan(at(angle));
        }),
      );
    },
  );

  it('assessQuality: reasons come worst first and one bad property lowers the score below 0.5', () => {
    const { score, reasons } = assessQuality({ ...good, interEyeDistancePx: 12, darkShare: 1 });
    expect(score).toBeLessThan(0.5);
    expect(reasons).toHaveLength(2);
    expect(reasons.join(' ')).toContain('the eyes are only 12 pixels apart');
    expect(reasons[0]).toContain('too dark');
  });
});
