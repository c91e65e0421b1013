import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { largestTriangle } from './largest-triangle.js';

const course = fc
  .array(fc.record({ step: fc.integer({ min: 0, max: 100 }), y: fc.integer({ min: -1000, max: 1000 }) }), {
    minLength: 1,
    maxLength: 400,
  })
  .map((steps) => {
    let x = 0;
    return steps.map(({ step, y }) => ({ x: (x += step), y }));
  });

describe('largest triangle three buckets', () => {
  it('largestTriangle: returns at most the wanted number of input points, in order, with both ends and, from 4 on, both extremes', () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 3, max: 80 }), (points, max) => {
        const chosen = largestTriangle(points, max);
        expect(chosen.length).toBe(Math.min(points.length, chosen.length));
        expect(chosen.length).toBeLessThanOrEqual(max);
        expect(chosen[0]).toBe(points[0]);
        expect(chosen.at(-1)).toBe(points.at(-1));
        const places = chosen.map((point) => points.indexOf(point));
        expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
        expect(places).not.toContain(-1);
        if (max === 3 && points.length > 3) return;
        const values = (of: typeof points) => of.map(({ y }) => y);
        expect(Math.max(...values(chosen))).toBe(Math.max(...values(points)));
        expect(Math.min(...values(chosen))).toBe(Math.min(...values(points)));
      }),
    );
  });

  it('largestTriangle: returns nearly as many points as it may, and all if they are few enough', () => {
    const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: Math.sin(x / 20) }));
    expect(largestTriangle(points, 100).length).toBeGreaterThanOrEqual(98);
    expect(largestTriangle(points, 1000)).toEqual(points);
  });
});
