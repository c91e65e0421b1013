import { randomNumbers } from '@argus/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noise, type Noise } from '../../testing/noise.js';
import { crossing } from './crossing.js';
import { studentT } from './student-t.js';
import { theilSen } from './theil-sen.js';

const BUCKETS = 144;
const RUNS = 200;
const SEED = 20261125;
/* Three standard deviations of a share of 5 % in this many runs. */
const CHANCE = 3 * Math.sqrt((0.05 * 0.95) / RUNS);
const DRIFT = 0.02;

const median = (values: number[]): number => {
  const sorted = values.sort((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};

/** Returns buckets with the median of `perBucket` readings each, around a line through 0. */
function course(random: () => number, slope: number, kind: Noise, perBucket: number) {
  const next = noise(random, kind);
  const x = Float64Array.from({ length: BUCKETS }, (_, at) => at);
  const y = x.map((at) => slope * at + median(Array.from({ length: perBucket }, next)));
  return { x, y };
}

interface Tally {
  fitted: number;
  slopesMissed: number;
  crossingsMissed: number;
  trends: number;
  width: number;
}

/** Counts how often the intervals of slope and crossing miss the truth, and how often a trend is reported. */
function tally(slope: number, kind: Noise, perBucket: number): Tally {
  const random = randomNumbers(SEED);
  const all = { fitted: 0, slopesMissed: 0, crossingsMissed: 0, trends: 0, width: 0 };
  const [end, reached] = [BUCKETS - 1, BUCKETS * 1.7];
  for (let run = 0; run < RUNS; run++) {
    const { x, y } = course(random, slope, kind, perBucket);
    const line = theilSen(x, y);
    if (!line) continue;
    all.fitted++;
    const { low, high } = line.slope;
    if (slope < low || slope > high) all.slopesMissed++;
    if (low > 0 || high < 0) all.trends++;
    all.width += high - low;
    const { isBeyond, earliest, latest } = crossing(line, slope * reached, 'above', end, end * 11);
    if (isBeyond || (earliest ?? Infinity) > reached || (latest ?? Infinity) < reached) all.crossingsMissed++;
  }
  return all;
}

describe(`theilSen (seed ${SEED}, ${RUNS} runs)`, () => {
  const kinds: [string, Noise, number][] = [
    ['white noise', {}, 1],
    ['white noise, a twentieth outliers', { outliers: 0.05 }, 1],
    ['correlated readings (0.9), ten per bucket', { correlation: 0.9 }, 10],
    ['the same with outliers', { correlation: 0.9, outliers: 0.05 }, 10],
    ['correlated buckets (0.5)', { correlation: 0.5 }, 1],
  ];
  it.each(kinds)(
    'theilSen: 95 %% of the intervals hold the true slope and crossing: %s',
    (_, kind, perBucket) => {
      const drifting = tally(DRIFT, kind, perBucket);
      expect(drifting.fitted).toBeGreaterThan(RUNS * 0.95);
      expect(drifting.slopesMissed / drifting.fitted).toBeLessThan(0.05 + CHANCE);
      expect(drifting.crossingsMissed / drifting.fitted).toBeLessThan(0.05 + CHANCE);
      expect(drifting.trends / drifting.fitted).toBeGreaterThan(0.9);
      const still = tally(0, kind, perBucket);
      expect(still.trends / still.fitted).toBeLessThan(0.05 + CHANCE);
    },
  );

  it('theilSen: for noise with long waves, reports nothing rather than a false trend', () => {
    for (const slope of [0, DRIFT]) {
      const waves = tally(slope, { correlation: 0.9 }, 1);
      expect(waves.fitted).toBeLessThan(RUNS / 2);
      expect(waves.slopesMissed / RUNS).toBeLessThan(0.05 + CHANCE);
    }
  });

  it('theilSen: without outliers, the interval is hardly wider than that of least squares', () => {
    const { width, fitted } = tally(DRIFT, {}, 1);
    const ofLeastSquares = 2 * 1.96 * Math.sqrt(12 / BUCKETS ** 3);
    expect(width / fitted / ofLeastSquares).toBeGreaterThan(1);
    expect(width / fitted / ofLeastSquares).toBeLessThan(1.5);
  });

  it('theilSen: returns undefined for few values and for values that overflow', () => {
    const x = Float64Array.from({ length: 30 }, (_, at) => at);
    expect(theilSen(x.subarray(0, 19), x.subarray(0, 19))).toBeUndefined();
    expect(
      theilSen(
        x,
        x.map((at) => (at % 2 === 0 ? 1.7e308 : -1.7e308)),
      ),
    ).toBeUndefined();
    expect(theilSen(x, new Float64Array(30).fill(7))).toMatchObject({
      slope: { value: 0, low: 0, high: 0 },
      level: { value: 7, low: 7, high: 7 },
    });
  });

  it('theilSen: changing units or direction changes the line alike', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 64 }),
        (seed, shift, scale) => {
          const { x, y } = course(randomNumbers(seed), DRIFT, {}, 1);
          const [line, other] = [
            theilSen(x, y)!,
            theilSen(
              x,
              y.map((value) => shift - scale * value),
            )!,
          ];
          expect(other.slope.value).toBeCloseTo(-scale * line.slope.value, 9);
          expect(other.slope.low).toBeCloseTo(-scale * line.slope.high, 9);
          expect(other.scatter).toBeCloseTo(scale * line.scatter, 9);
          const limit = line.level.value + 4;
          const one = crossing(line, limit, 'above', BUCKETS, 9999);
          const mirrored = crossing(other, shift - scale * limit, 'below', BUCKETS, 9999);
          expect(mirrored.isBeyond).toBe(one.isBeyond);
          for (const end of ['at', 'earliest', 'latest'] as const)
            if (one[end] === null) expect(mirrored[end]).toBeNull();
            else expect(mirrored[end]).toBeCloseTo(one[end], 6);
        },
      ),
      { numRuns: 25, seed: SEED },
    );
  });
});

describe('crossing', () => {
  const exact = (value: number, by = 0) => ({ value, low: value - by, high: value + by });
  const line = { centre: 0, level: exact(0), slope: exact(1), effective: 100, scatter: 0 };

  it('crossing: is a time if the line is certain, and open-ended if its slope may be zero', () => {
    expect(crossing(line, 30, 'above', 10, 100)).toEqual({
      isBeyond: false,
      at: expect.closeTo(30, 9),
      earliest: expect.closeTo(30, 9),
      latest: expect.closeTo(30, 9),
    });
    const vague = crossing({ ...line, slope: exact(1, 2) }, 30, 'above', 10, 100);
    expect(vague).toMatchObject({ at: expect.closeTo(30, 9), earliest: expect.closeTo(10, 9), latest: null });
    expect(crossing(line, 30, 'above', 10, 20)).toEqual({
      isBeyond: false,
      at: null,
      earliest: null,
      latest: null,
    });
  });

  it('crossing: reports what is beyond the limit already, and what may be', () => {
    expect(crossing(line, 5, 'above', 10, 100)).toMatchObject({ isBeyond: true, earliest: null });
    expect(crossing(line, 50, 'below', 10, 100)).toMatchObject({ isBeyond: true });
    expect(crossing(line, 5, 'below', 10, 100)).toMatchObject({ isBeyond: false, at: null, earliest: null });
    const noisy = { ...line, level: exact(0, 3) };
    expect(crossing(noisy, 9, 'above', 10, 100)).toMatchObject({ isBeyond: false, at: 10, earliest: 10 });
  });
});

describe('Student’s t', () => {
  it('studentT: agrees with the published tables', () => {
    for (const [degrees, quantile] of [
      [3, 3.182],
      [6, 2.447],
      [10, 2.228],
      [30, 2.042],
      [1000, 1.962],
    ] as const)
      expect(Math.abs(studentT(degrees) / quantile - 1)).toBeLessThan(0.004);
  });
});
