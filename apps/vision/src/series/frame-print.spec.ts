import { describe, expect, it } from '@jest/globals';
import { framePrint, PRINT_BYTES } from './frame-print.js';
import { shareSeenBefore } from './print-likeness.js';

const SIZE = 200;

/** Brightness of a blotch, 60 to 180: any numbers that do not repeat. */
const blotch = (seed: number, x: number, y: number) =>
  60 + 120 * Math.abs((Math.sin(seed * 78.233 + x * 12.9898 + y * 37.719) * 43758.5453) % 1);

/** Draws blotches, told apart by `seed`. */
function drawn(seed: number, { mirrored = false, gain = 1 } = {}) {
  const rgb = new Uint8Array(SIZE * SIZE * 3);
  for (let y = 0; y < SIZE; y++)
    for (let x = 0; x < SIZE; x++) {
      const u = mirrored ? SIZE - 1 - x : x;
      const light = blotch(seed, u >> 4, y >> 4);
      rgb.fill(light * gain, (y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3);
    }
  return { rgb, width: SIZE, height: SIZE, original: { format: 'png' as const, width: SIZE, height: SIZE } };
}

/** A mesh of an upright face in the middle: an oval, and corners of the eyes at one height. */
function mesh(): Float32Array {
  const points = new Float32Array(468 * 3);
  for (let i = 0; i < 468; i++) {
    const angle = (i / 468) * 2 * Math.PI;
    points.set([99.5 + 55 * Math.cos(angle), 99.5 + 80 * Math.sin(angle), 0], i * 3);
  }
  for (const [index, x] of [
    [33, 62],
    [133, 86],
    [362, 113],
    [263, 137],
  ] as const)
    points.set([x, 80, 0], index * 3);
  return points;
}

const printOf = (...of: Parameters<typeof drawn>) => framePrint(drawn(...of), mesh());
const seeds = Array.from({ length: 20 }, (_, i) => i + 0.5);
const series = seeds.map((seed) => printOf(seed));
const stored = Buffer.concat(series.map(({ print }) => print));

describe('framePrint', () => {
  it('framePrint: the print of the mirror image is the mirrored print, within the bits of equal cells', () => {
    const [straight, mirror] = [printOf(3), printOf(3, { mirrored: true })];
    expect(straight.print).toHaveLength(PRINT_BYTES);
    expect(shareSeenBefore([mirror], straight.print)).toBe(1);
    expect(shareSeenBefore([{ print: mirror.print, mirrored: mirror.print }], straight.print)).toBe(0);
  });

  it('framePrint: the same frames in another light are seen before, other frames are not', () => {
    const darker = seeds.map((seed) => printOf(seed, { gain: 0.7 }));
    expect(shareSeenBefore(darker, stored)).toBe(1);
    const others = seeds.map((seed) => printOf(seed + 30.25));
    expect(shareSeenBefore(others, stored)).toBe(0);
    expect(shareSeenBefore([...darker.slice(0, 10), ...others.slice(0, 10)], stored)).toBe(0.5);
  });

  it('framePrint: nothing is like no series', () => {
    expect(shareSeenBefore([], stored)).toBe(0);
    expect(shareSeenBefore(series, new Uint8Array())).toBe(0);
  });
});
