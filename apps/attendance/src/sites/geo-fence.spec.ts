import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { borderDistanceM, distanceM, faultOf, openRing } from './geo-fence.js';

const berlin = { latitude: 52.52, longitude: 13.405 };
const paris = { latitude: 48.8566, longitude: 2.3522 };
const square = (latitude: number, longitude: number, half: number) => [
  { latitude: latitude - half, longitude: longitude - half },
  { latitude: latitude - half, longitude: longitude + half },
  { latitude: latitude + half, longitude: longitude + half },
  { latitude: latitude + half, longitude: longitude - half },
];
const polygon = (corners: ReturnType<typeof square>) => ({ circle: null, polygon: corners });
const point = fc.record({
  latitude: fc.double({ min: -70, max: 70, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('distances on the earth', () => {
  it('distanceM: Berlin to Paris is 877.5 km', () => {
    expect(distanceM(berlin, paris) / 1000).toBeCloseTo(877.5, 0);
  });

  it('distanceM: the way back is as long, and no detour is shorter', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 0);
        expect(distanceM(a, c)).toBeLessThanOrEqual(distanceM(a, b) + distanceM(b, c) + 1);
      }),
    );
  });
});

describe('areas', () => {
  it('borderDistanceM: the centre of a circle is its radius inside', () => {
    const circle = { ...berlin, radius_m: 150 };
    expect(borderDistanceM({ circle, polygon: null }, berlin)).toBe(-150);
    expect(borderDistanceM({ circle, polygon: null }, { ...berlin, latitude: 52.52 + 0.01 })).toBeCloseTo(
      962,
      0,
    );
  });

  it('borderDistanceM: inside and outside of a polygon, also across the date line', () => {
    for (const longitude of [13.4, 180, -180, 179.999]) {
      const area = polygon(square(52, longitude, 0.01));
      expect(borderDistanceM(area, { latitude: 52, longitude })).toBeCloseTo(-684.6, 0);
      expect(borderDistanceM(area, { latitude: 52.02, longitude })).toBeCloseTo(1112, 0);
    }
  });

  it('borderDistanceM: which corner comes first, and in which direction, changes nothing', () => {
    fc.assert(
      fc.property(point, point, fc.nat(3), fc.boolean(), (centre, off, first, backwards) => {
        const corners = square(centre.latitude, centre.longitude, 0.02);
        const seen = {
          latitude: centre.latitude + off.latitude / 2000,
          longitude: centre.longitude + off.longitude / 2000,
        };
        const turned = [...corners.slice(first), ...corners.slice(0, first)];
        if (backwards) turned.reverse();
        expect(borderDistanceM(polygon(turned), seen)).toBeCloseTo(
          borderDistanceM(polygon(corners), seen),
          6,
        );
      }),
    );
  });

  it('borderDistanceM: who walks a metre is nearer or farther by a metre at most', () => {
    fc.assert(
      fc.property(point, fc.double({ min: -0.05, max: 0.05, noNaN: true }), (centre, north) => {
        const area = polygon(square(centre.latitude, centre.longitude, 0.02));
        const one = { ...centre, latitude: centre.latitude + north };
        const other = { ...one, latitude: one.latitude + 1 / 111_195 };
        expect(Math.abs(borderDistanceM(area, one) - borderDistanceM(area, other))).toBeLessThan(1.05);
      }),
    );
  });

  it.each([
    ['two areas', { circle: { ...berlin, radius_m: 20 }, polygon: square(52, 13, 0.01) }, 'one of them'],
    ['nothing', { circle: null, polygon: null }, 'one of them'],
    ['a line', polygon([berlin, paris, berlin] as never), '100 km'],
    ['a point', polygon([berlin, berlin, berlin] as never), '100 square metres'],
    ['a bow tie', polygon([0, 2, 1, 3].map((at) => square(52, 13, 0.01)[at]!)), 'cross'],
    ['the pole', polygon(square(89, 13, 0.01)), 'use a circle'],
  ])('faultOf: %s is no area', (_, area, reason) => {
    expect(faultOf(area)).toContain(reason);
  });

  it('faultOf: a concave yard is an area', () => {
    const corners = square(52, 13, 0.01);
    const inner = { latitude: 52.005, longitude: 13 };
    expect(faultOf(polygon([...corners, inner]))).toBeUndefined();
  });

  it('openRing: the corner that closes a ring of GeoJSON is no other corner', () => {
    const corners = square(52, 13, 0.01);
    const closed = [...corners, { ...corners[0]! }];
    expect(openRing(closed)).toEqual(corners);
    expect(openRing(corners)).toEqual(corners);
    expect(faultOf(polygon(openRing(closed)))).toBeUndefined();
  });
});
