import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apply } from '../sampling/similarity-transform.js';
import { overlapOf, suppressOverlaps, type Detection } from './detection.js';
import { GRID_STRIDES_PX, lookAt } from './look.js';
import { facesIn, type GridPredictions } from './predictions.js';

const size = fc.double({ min: 1, max: 200, noNaN: true });
const place = fc.double({ min: -100, max: 300, noNaN: true });
const box = fc.record({ x: place, y: place, width: size, height: size });
const origin = { x: 0, y: 0 };
const detection = fc
  .record({ box, score: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ box, score }): Detection => ({ box, score, rightEye: origin, leftEye: origin }));

const edge = fc.integer({ min: 1, max: 3000 });
const look = fc
  .record({ width: edge, height: edge, sizePx: fc.constantFrom(160, 250, 640) })
  .map(({ sizePx, ...picture }) => ({ picture, look: lookAt(picture, sizePx) }));

describe('lookAt', () => {
  it('lookAt: the searched part shows the whole picture and its edges are multiples of 32', () => {
    fc.assert(
      fc.property(look, ({ picture, look: { toPicture, left, top, width, height } }) => {
        expect([width % 32, height % 32]).toEqual([0, 0]);
        const first = apply(toPicture, { x: left, y: top });
        const last = apply(toPicture, { x: left + width, y: top + height });
        expect(Math.max(first.x, first.y)).toBeLessThanOrEqual(1e-6);
        expect(last.x).toBeGreaterThanOrEqual(picture.width - 1e-6);
        expect(last.y).toBeGreaterThanOrEqual(picture.height - 1e-6);
      }),
    );
  });

  it('lookAt: of a wide or a tall picture only the band with the picture is searched', () => {
    const { sizePx, left, top, width, height } = lookAt({ width: 1280, height: 720 }, 160);
    expect({ sizePx, left, top, width, height }).toEqual({
      sizePx: 160,
      left: 0,
      top: 32,
      width: 160,
      height: 96,
    });
    expect(lookAt({ width: 720, height: 1280 }, 160)).toMatchObject({
      left: 32,
      top: 0,
      width: 96,
      height: 160,
    });
  });
});

/** Returns the outputs of a detector that sees nothing. */
const nothing = (cells: number): GridPredictions => ({
  classScores: new Float32Array(cells),
  objectScores: new Float32Array(cells),
  boxes: new Float32Array(cells * 4),
  points: new Float32Array(cells * 10),
});

describe('facesIn', () => {
  it('facesIn: a face told by any cell of any grid is found where the cell tells it', () => {
    fc.assert(
      fc.property(
        look,
        fc.integer({ min: 0, max: 2 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        ({ look: seen }, level, across, down) => {
          const grids = GRID_STRIDES_PX.map((stride) => nothing((seen.width * seen.height) / stride ** 2));
          const stride = GRID_STRIDES_PX[level]!;
          const [column, row] = [
            Math.floor((across * seen.width) / stride),
            Math.floor((down * seen.height) / stride),
          ];
          const cell = row * (seen.width / stride) + column;
          grids[level]!.classScores[cell] = 0.81;
          grids[level]!.objectScores[cell] = 1;
          grids[level]!.boxes.set([0.5, 0.25, Math.log(2), Math.log(3)], cell * 4);
          grids[level]!.points.set([0, 0, 1, 0], cell * 10);
          const [face, ...others] = facesIn(grids, seen, (score) => score >= 0.5);
          expect(others).toEqual([]);
          const scale = seen.toPicture.a;
          const centre = apply(seen.toPicture, {
            x: seen.left + (column + 0.5) * stride,
            y: seen.top + (row + 0.25) * stride,
          });
          expect(face!.score).toBeCloseTo(0.9, 5);
          expect(face!.box.width / (2 * stride * scale)).toBeCloseTo(1, 5);
          expect(face!.box.height / (3 * stride * scale)).toBeCloseTo(1, 5);
          expect((face!.box.x + face!.box.width / 2 - centre.x) / scale).toBeCloseTo(0, 3);
          expect((face!.box.y + face!.box.height / 2 - centre.y) / scale).toBeCloseTo(0, 3);
          expect((face!.leftEye.x - face!.rightEye.x) / (stride * scale)).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('facesIn: cells below the score, and outputs that are no numbers, tell no face', () => {
    const seen = lookAt({ width: 64, height: 64 }, 64);
    const grid = nothing(64);
    grid.classScores.set([0.6, NaN, 1, -1]);
    grid.objectScores.set([0.6, 1, NaN, -1]);
    expect(facesIn([grid], seen, (score) => score >= 0.7)).toEqual([]);
    expect(facesIn([grid], seen, (score) => score >= 0.5)).toHaveLength(1);
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
