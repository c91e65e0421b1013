import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AreaFixation, dwellsOf, glanceSecondsOf } from './dwells.js';
import { entropyBits, scanEntropy } from './entropy.js';
import { shareOfRows, stationaryDistribution, total, transitionCounts, visitCounts } from './transitions.js';

/* Twelve fixations on the areas P, N, E, F with worked values: start and duration in ms. */
const worked: readonly AreaFixation[] = (
  [
    [0, 240, 0],
    [280, 310, 0],
    [630, 180, 1],
    [850, 420, 0],
    [1310, 200, 3],
    [1550, 260, 0],
    [1850, 520, 1],
    [2410, 300, 2],
    [2750, 640, 2],
    [3430, 220, 1],
    [3690, 350, 0],
    [4080, 280, 3],
  ] as const
).map(([start, duration, area]) => ({ startS: start / 1000, endS: (start + duration) / 1000, area }));
const dwells = dwellsOf(worked);
const sequence = dwells.map(({ area }) => area);
const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 9));
const inMs = (seconds: readonly number[]): number[] => seconds.map((each) => Math.round(each * 1000));

describe('dwells', () => {
  it('dwells: consecutive fixations of an area are one visit from first start to last end', () => {
    expect(sequence.map((area) => 'PNEF'[area]).join('')).toBe('PNPFPNENPF');
    expect(inMs(dwells.map(({ startS, endS }) => endS - startS))).toEqual([
      590, 180, 420, 200, 260, 520, 980, 220, 350, 280,
    ]);
    expect(inMs(dwells.map(({ fixatedS }) => fixatedS))).toEqual([
      550, 180, 420, 200, 260, 520, 940, 220, 350, 280,
    ]);
  });

  it('glances: each lasts from leaving the area before to leaving its own (ISO 15007-1)', () => {
    expect(inMs(glanceSecondsOf(dwells))).toEqual([590, 220, 460, 240, 300, 560, 1020, 260, 390, 320]);
  });
});

describe('transitions', () => {
  const matrix = shareOfRows(transitionCounts(sequence, 4));

  it('transition matrix: equals the worked one', () => {
    expect(matrix).toEqual(
      [
        [0, 0.5, 0, 0.5],
        [2 / 3, 0, 1 / 3, 0],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
      ].map(near),
    );
    expect(visitCounts(sequence, 4)).toEqual([4, 3, 1, 2]);
  });

  it('stationary distribution: equals the worked eigenvector', () => {
    expect(stationaryDistribution(matrix, visitCounts(sequence, 4))).toEqual(near([0.4, 0.3, 0.1, 0.2]));
  });

  it('stationary distribution: there is none where gaze never leaves an area, or goes round in two parts', () => {
    const of = (visited: readonly number[]) =>
      stationaryDistribution(shareOfRows(transitionCounts(visited, 4)), visitCounts(visited, 4));
    expect(of([0, 1])).toBeUndefined();
    expect(of([])).toBeUndefined();
    const parts = [
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 1],
      [0, 0, 1, 0],
    ];
    expect(stationaryDistribution(parts, [2, 2, 2, 2])).toBeUndefined();
  });

  it('stationary distribution: going once more by the matrix changes nothing, for any round trip', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 60 }), (visits) => {
        const trip = dwellsOf(
          [...visits, visits[0]!].map((area, at) => ({ startS: at, endS: at + 1, area })),
        );
        const areas = trip.map(({ area }) => area);
        if (areas.length < 3 || areas[0] !== areas.at(-1)) return;
        const shares = shareOfRows(transitionCounts(areas, 5));
        const found = stationaryDistribution(shares, visitCounts(areas, 5))!;
        const next = shares[0]!.map((_, to) => total(found.map((share, from) => share * shares[from]![to]!)));
        expect(next).toEqual(near(found));
        expect(total(found)).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('entropies', () => {
  const entropy = scanEntropy(sequence, 4);

  it('entropies: equal the worked ones, plain, normalised and corrected', () => {
    expect(entropy.stationaryBits).toBeCloseTo(1.8464393446710154, 9);
    expect(entropy.stationaryNormalised).toBeCloseTo(1.8464393446710154 / 2, 9);
    expect(entropy.transitionBits).toBeCloseTo(0.6754887502163469, 9);
    expect(entropy.transitionNormalised).toBeCloseTo(0.6754887502163469 / Math.log2(3), 9);
    expect(entropy.transitionCorrectedBits).toBeCloseTo(0.9108425047836035, 9);
    /* 2.0628 bits by the formula, above what four areas can have. */
    expect(entropy.stationaryCorrectedBits).toBe(2);
    expect(entropy.isSmallSample).toBe(true);
  });

  it('entropies: pairs have as many bits as their origins and what the transition adds', () => {
    const counts = transitionCounts(sequence, 4);
    const added = entropyBits(counts.flat()) - entropyBits(counts.map(total));
    expect(added).toBeCloseTo(0.7505430557959409, 9);
  });

  it('entropies: lie between 0 and those of equal shares, and do not depend on names of areas', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 80 }),
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
        (visits, names) => {
          const areas = visits.filter((area, place) => area !== visits[place - 1]);
          const { stationaryNormalised, transitionNormalised, ...others } = scanEntropy(areas, 4);
          for (const share of [stationaryNormalised!, transitionNormalised!]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1 + 1e-12);
          }
          const renamed = scanEntropy(
            areas.map((area) => names[area]!),
            4,
          );
          expect(renamed.transitionBits).toBeCloseTo(others.transitionBits, 9);
          expect(renamed.transitionCorrectedBits).toBeCloseTo(others.transitionCorrectedBits, 9);
        },
      ),
    );
  });

  it('entropies: of no visit are 0, and normalised ones are null where there is one area', () => {
    expect(scanEntropy([], 3)).toMatchObject({ stationaryBits: 0, transitionBits: 0, isSmallSample: true });
    expect(scanEntropy([0], 1)).toMatchObject({ stationaryNormalised: null, transitionNormalised: null });
  });
});
