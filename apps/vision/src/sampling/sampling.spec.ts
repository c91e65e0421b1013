import type { Picture } from '@argus/imaging';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleCrop, zeroToOne } from './sample-crop.js';
import { apply, cropSquare, fitSimilarity, scaleOf } from './similarity-transform.js';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = fc.record({ x: number(-500, 500), y: number(-500, 500) });

function picture(width: number, height: number, red: (x: number, y: number) => number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rgb[(y * width + x) * 3] = red(x, y);
  return { rgb, width, height, original: { format: 'png', width, height } };
}

function redOf(
  source: Picture,
  crop: ReturnType<typeof cropSquare>,
  sizePx: number,
  mirrored = false,
): number[] {
  const out = new Float32Array(sizePx * sizePx * 3);
  sampleCrop(source, crop, { sizePx, scaling: zeroToOne, mirrored }, out);
  return [...out].filter((_, i) => i % 3 === 0).map((value) => Math.round(value * 255));
}

describe('fitSimilarity', () => {
  it('fitSimilarity: it recovers the rotation, scale and shift of a set of points', () => {
    fc.assert(
      fc.property(number(0.1, 10), number(-Math.PI, Math.PI), point, (scale, angle, shift) => {
        const truth = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), tx: shift.x, ty: shift.y };
        const from = [
          { x: 0, y: 0 },
          { x: 100, y: 0 },
          { x: 40, y: 70 },
        ];
        const found = fitSimilarity(
          from,
          from.map((corner) => apply(truth, corner)),
        );
        for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(found[key]).toBeCloseTo(truth[key], 6);
      }),
    );
  });

  it('fitSimilarity: points that coincide throw', () => {
    expect(() => fitSimilarity([{ x: 1, y: 1 }], [{ x: 2, y: 2 }])).toThrow('coincide');
  });
});

describe('cropSquare', () => {
  it('cropSquare: the centre of the crop maps to the requested centre at the requested scale', () => {
    fc.assert(
      fc.property(point, number(1, 1000), number(-3, 3), (centre, edge, rotation) => {
        const crop = cropSquare(centre, edge, rotation, 64);
        expect(apply(crop, { x: 32, y: 32 }).x).toBeCloseTo(centre.x, 6);
        expect(apply(crop, { x: 32, y: 32 }).y).toBeCloseTo(centre.y, 6);
        expect(scaleOf(crop)).toBeCloseTo(edge / 64, 6);
      }),
    );
  });
});

describe('sampleCrop', () => {
  const ramp = picture(8, 8, (x, y) => x * 10 + y);

  it('sampleCrop: pixels are copied at scale 1, and mirrored on request', () => {
    const crop = cropSquare({ x: 4, y: 4 }, 8, 0, 8);
    const copied = redOf(ramp, crop, 8);
    expect(copied.slice(0, 8)).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
    expect(copied.slice(8, 10)).toEqual([1, 11]);
    expect(redOf(ramp, crop, 8, true).slice(0, 8)).toEqual([70, 60, 50, 40, 30, 20, 10, 0]);
  });

  it('sampleCrop: pixels are averaged when the crop is reduced', () => {
    expect(
      redOf(
        picture(8, 8, (x) => (x % 2 === 0 ? 0 : 200)),
        cropSquare({ x: 4, y: 4 }, 8, 0, 4),
        4,
      ),
    ).toEqual(Array(16).fill(100));
  });

  it('sampleCrop: a rotated crop rotates the pixels', () => {
    const turned = redOf(ramp, cropSquare({ x: 4, y: 4 }, 8, Math.PI / 2, 8), 8);
    // After a quarter turn the crop's first row is the picture's last column.
    expect(turned.slice(0, 3)).toEqual([70, 71, 72]);
  });

  it('sampleCrop: pixels outside the picture are black', () => {
    expect(
      redOf(
        picture(8, 8, () => 255),
        cropSquare({ x: -40, y: 4 }, 8, 0, 4),
        4,
      ),
    ).toEqual(Array(16).fill(0));
  });

  it('sampleCrop: a reduced upright crop has the samples of one that is turned by a full circle', () => {
    const noise = picture(90, 60, (x, y) => (x * 31 + y * 57 + ((x * y) % 7) * 13) % 256);
    fc.assert(
      fc.property(point, fc.integer({ min: 130, max: 900 }), fc.boolean(), (shift, percent, mirrored) => {
        // Off whole pixels, where rounding decides between neighbours.
        const centre = { x: 45 + Math.round(shift.x / 20) + 0.137, y: 30 + Math.round(shift.y / 20) + 0.137 };
        const crop = (rotation: number) => cropSquare(centre, 0.16 * percent, rotation, 16);
        expect(redOf(noise, crop(0), 16, mirrored)).toEqual(redOf(noise, crop(2 * Math.PI), 16, mirrored));
      }),
    );
  });
});
