import { describe, expect, it } from '@jest/globals';
import { type Circumstances, judgePlace } from './place-rules.js';

const centre = { latitude: 52.52, longitude: 13.405 };
/** So many metres north of the centre. */
const north = (metres: number, more: object = {}) => ({
  ...centre,
  latitude: centre.latitude + metres / 111_195,
  ...more,
});
const campus = { name: 'Campus', circle: { ...centre, radius_m: 100 }, polygon: null };
const depot = { name: 'Depot', circle: { latitude: 48.1, longitude: 11.5, radius_m: 100 }, polygon: null };
const last = (metres: number, secondsAgo: number, accuracyM = 0) => ({
  point: north(metres),
  secondsAgo,
  accuracyM,
});
const judged = (position: Circumstances['position'], more: Partial<Circumstances> = {}) =>
  judgePlace({
    position,
    clockDifferenceS: 0,
    sites: [depot, campus],
    anySiteExists: true,
    last: undefined,
    maxAccuracyM: 100,
    maxClockDifferenceS: 300,
    maxSpeedKmh: 300,
    ...more,
  });

describe('the place of a check-in', () => {
  it.each([
    ['in the middle', judged(north(0)), 'inside', -100],
    ['exact, a step inside', judged(north(99)), 'inside', -1],
    ['exact, a step outside', judged(north(101)), 'outside', 1],
    ['outside, but it may be inside', judged(north(120, { accuracy_m: 30 })), 'boundary', 20],
    ['inside, but it may be outside', judged(north(80, { accuracy_m: 30 })), 'boundary', -20],
    ['outside by more than its accuracy', judged(north(140, { accuracy_m: 30 })), 'outside', 40],
    ['a device that claims to know nothing', judged(north(900, { accuracy_m: 50_000 })), 'outside', 800],
    ['no site for the person', judged(north(0), { sites: [] }), 'outside', null],
    ['no site at all', judged(north(0), { sites: [], anySiteExists: false }), 'no_sites', null],
  ])('place: %s', (_, { rule, distance_m }, expected, distance) => {
    expect(rule).toBe(expected);
    if (distance === null) expect(distance_m).toBeNull();
    else expect(Math.abs(distance_m! - distance)).toBeLessThan(1);
  });

  it.each([
    ['25 km in five minutes is 300 km/h', judged(north(24_900), { last: last(0, 300) }), 'outside'],
    ['more than that', judged(north(25_200), { last: last(0, 300) }), 'impossible_travel'],
    [
      'both positions may be off',
      judged(north(25_150, { accuracy_m: 100 }), { last: last(0, 300, 100) }),
      'outside',
    ],
    [
      'a last device that claimed to know nothing',
      judged(north(90_000), { last: last(0, 1, 100_000) }),
      'impossible_travel',
    ],
    ['twice in one second at one place', judged(north(0), { last: last(0, 0) }), 'inside'],
    ['from far away in the same second', judged(north(0), { last: last(500, 0) }), 'impossible_travel'],
  ])('travel: %s', (_, { rule }, expected) => {
    expect(rule).toBe(expected);
  });

  it('rules: of several that are broken the gravest decides', () => {
    const far = { last: last(500_000, 1), clockDifferenceS: -301 };
    expect(judged(north(5000, { is_mock: true }), far)).toMatchObject({
      rule: 'mock_location',
      isGood: false,
    });
    expect(judged(north(5000), far)).toMatchObject({ rule: 'clock_difference', clock_difference_s: -301 });
    expect(judged(north(0), { clockDifferenceS: 300 })).toMatchObject({
      rule: 'inside',
      isGood: true,
      site: 'Campus',
    });
  });
});
