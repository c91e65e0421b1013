import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { detectorAnchors } from './anchors.js';
import { overlapOf, suppressOverlaps, type Detection } from './detection.js';

const size = fc.double({ min: 1, max: 200, noNaN: true });
const place = fc.double({ min: -100, max: 300, noNaN: true });
const box = fc.record({ x: place, y: place, width: size, height: size });
const origin = { x: 0, y: 0 };
const detection = fc
  .record({ box, score: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ box, score }): Detection => ({ box, score, rightEye: origin, leftEye: origin }));

describe('detectorAnchors', () => {
  it('detectorAnchors: there are 512 fine and 384 coarse centres, row by row', () => {
    const anchors = detectorAnchors();
    expect(anchors).toHaveLength(896);
    expect([anchors[0], anchors[2], anchors[32], anchors[512], anchors[895]]).toEqual([
      { x: 8, y: 8 },
      { x: 24, y: 8 },
      { x: 8, y: 24 },
      { x: 16, y: 16 },
      { x: 240, y: 240 },
    ]);
  });
});

describe('overlapOf', () => {
  it('overlapOf: it is symmetric, between 0 and 1, and 1 for a box inside another', () => {
    fc.assert(
      fc.property(box, box, (one, other) => {
        expect(overlapOf(one, other)).toBe(overlapOf(other, one));
        expect(overlapOf(one, other)).toBeGreaterThanOrEqual(0);
        expect(overlapOf(one, other)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
    expect(overlapOf({ x: 0, y: 0, width: 100, height: 100 }, { x: 20, y: 20, width: 30, height: 30 })).toBe(
      1,
    );
    expect(overlapOf({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 10, height: 10 })).toBe(0);
  });
});

describe('suppressOverlaps', () => {
  it('suppressOverlaps: it keeps the best box and drops only boxes that overlap a better one', () => {
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 20 }), (found) => {
        const kept = suppressOverlaps(found, 0.5);
        const best = Math.max(...found.map(({ score }) => score));
        if (found.length > 0) expect(kept[0]!.score).toBe(best);
        for (const one of kept)
          for (const other of kept)
            if (one !== other) expect(overlapOf(one.box, other.box)).toBeLessThanOrEqual(0.5);
        for (const dropped of found.filter((candidate) => !kept.includes(candidate)))
          expect(
            kept.some((other) => other.score >= dropped.score && overlapOf(other.box, dropped.box) > 0.5),
          ).toBe(true);
      }),
    );
  });
});
