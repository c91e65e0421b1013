import { describe, expect, it } from '@jest/globals';
import { adviceFor, gradeOf } from './grade.js';
import { targetResult, type TargetResult } from './point-statistics.js';

const mapped = (x: number, y: number, valid = true) => ({
  distanceMm: 600,
  point: { x_px: x, y_px: y, x_mm: 0, y_mm: 0, error_ellipse_px: null, valid, reason: null },
});

describe('targetResult', () => {
  it('measures from the mean of the points to the target', () => {
    const points = [mapped(103, 104), mapped(103, 104), mapped(900, 900, false)];
    const result = targetResult(0, { x: 100, y: 100 }, points, 4, { x: 0.5, y: 0.25 });
    expect(result.mean).toEqual({ x: 103, y: 104 });
    expect(result.errorPx).toBeCloseTo(5, 12);
    expect(result.errorMm).toBeCloseTo(Math.hypot(1.5, 1), 12);
    expect(result.errorDegrees).toBeCloseTo((Math.atan(Math.hypot(1.5, 1) / 600) * 180) / Math.PI, 12);
    expect(result.lost).toBe(0.5);
  });

  it('knows nothing without a valid point', () => {
    const result = targetResult(0, { x: 1, y: 1 }, [mapped(1, 1, false)], 3, { x: 1, y: 1 });
    expect(result).toMatchObject({ mean: null, errorDegrees: null, lost: 1 });
  });
});

const at = (index: number, errorDegrees: number | null, lost = 0): TargetResult => ({
  index,
  target: { x: 0, y: 0 },
  mean: errorDegrees === null ? null : { x: 0, y: 0 },
  ellipse: null,
  errorPx: errorDegrees,
  errorMm: errorDegrees,
  errorDegrees,
  lost,
});

describe('gradeOf', () => {
  it.each([
    ['excellent', [0.5, 2.4]],
    ['good', [1, 2.6]],
    ['fair', [1, 5.9]],
    ['poor', [1, 6.1]],
    ['poor', [5, 5]],
    ['poor', [1, null]],
  ])('is %s for %p', (grade, errors) => expect(gradeOf(errors.map((error, i) => at(i, error)))).toBe(grade));
});

describe('adviceFor', () => {
  it('is silent about what is good', () => expect(adviceFor([at(0, 1), at(1, 1.5)])).toEqual([]));
  it('names the points that were off or lost', () => {
    const advice = adviceFor([at(0, 1), at(1, 5), at(2, 1, 0.4)]);
    expect(advice).toHaveLength(2);
    expect(advice[0]).toContain('Point 3: 40 %');
    expect(advice[1]).toContain('point 2');
  });
  it('asks for a new calibration when all of it is off', () =>
    expect(adviceFor([at(0, 9), at(1, null)])).toEqual([expect.stringContaining('calibrate again')]));
});
