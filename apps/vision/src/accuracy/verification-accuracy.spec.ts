import { describe, expect, it } from '@jest/globals';
import { labelledRows } from './compare-all.js';
import { comparePeople } from './comparisons.js';
import { scorePairs, acceptRate } from './pair-scores.js';
import { seededRandom } from './seeded-random.js';
import { VerificationAccuracy } from './verification-accuracy.js';

const LENGTH = 8;

/** Simulated faces: a direction for each person and noise for each photograph. */
function simulate(people: number, photographs: number, noise: number, seed: number) {
  const random = seededRandom(seed);
  const vector = () => Array.from({ length: LENGTH }, () => random() + random() + random() - 1.5);
  const unit = (values: number[]) => {
    const length = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / length);
  };
  return Array.from({ length: people }, (_, person) => {
    const centre = vector();
    return Array.from({ length: photographs }, (_, photograph) => ({
      person: String(person),
      photograph: `${person}-${photograph}`,
      descriptor: unit(vector().map((value, i) => centre[i]! + noise * value)),
    }));
  }).flat();
}

async function measure(faces: ReturnType<typeof simulate>, seed = 1) {
  const rows = labelledRows(
    faces.map(({ descriptor }) => descriptor),
    faces.map(({ person }) => Number(person)),
  );
  const comparisons = await comparePeople(rows);
  return { comparisons, accuracy: await VerificationAccuracy.measure(comparisons, { seed, draws: 60 }) };
}

describe('VerificationAccuracy', () => {
  it('VerificationAccuracy: its rates are those of counting every pair', async () => {
    const faces = simulate(60, 3, 0.5, 7);
    const { comparisons, accuracy } = await measure(faces);
    const { genuine, impostor } = scorePairs(faces);
    expect(comparisons.genuine.scores).toHaveLength(genuine.length);
    expect(comparisons.impostors.total).toBe(impostor.length);
    for (const threshold of [0.2, 0.5, 0.8]) {
      expect(accuracy.errors.falseMatchRate(threshold)).toBeCloseTo(acceptRate(impostor, threshold), 3);
      expect(1 - accuracy.errors.falseNonMatchRate(threshold)).toBeCloseTo(acceptRate(genuine, threshold), 3);
    }
  });

  it('VerificationAccuracy: the threshold for a false match rate is the lowest one that keeps it', async () => {
    const { accuracy } = await measure(simulate(60, 3, 0.5, 8));
    const threshold = accuracy.errors.thresholdFor(0.01);
    expect(accuracy.errors.falseMatchRate(threshold)).toBeLessThanOrEqual(0.01);
    expect(accuracy.errors.falseMatchRate(threshold - 0.0001)).toBeGreaterThan(0.01);
  });

  it('VerificationAccuracy: pairs of people that are left out are not compared', async () => {
    const faces = simulate(10, 1, 0.5, 9);
    const rows = labelledRows(
      faces.map(({ descriptor }) => descriptor),
      faces.map(({ person }) => Number(person)),
    );
    const isLeftOut = (one: number, other: number) => one + other === 9;
    expect((await comparePeople(rows, { isLeftOut })).impostors.total).toBe(45 - 5);
  });

  it('VerificationAccuracy: intervals hold the rate of a far larger sample in most of 8 trials', async () => {
    const large = await measure(simulate(200, 3, 0.6, 100));
    const threshold = large.accuracy.errors.thresholdFor(0.01);
    let held = 0;
    for (let trial = 0; trial < 8; trial++) {
      const { accuracy } = await measure(simulate(60, 3, 0.6, 200 + trial));
      const { low, high } = accuracy.falseNonMatchRate(threshold);
      const truth = large.accuracy.errors.falseNonMatchRate(threshold);
      if (low <= truth && truth <= high) held++;
    }
    expect(held).toBeGreaterThanOrEqual(6);
  });

  it('VerificationAccuracy: a seed repeats its intervals, another one gives others', async () => {
    const faces = simulate(40, 3, 0.6, 10);
    const interval = async (seed: number) => (await measure(faces, seed)).accuracy.falseNonMatchRate(0.6);
    expect(await interval(5)).toEqual(await interval(5));
    expect(await interval(5)).not.toEqual(await interval(6));
  });

  it('VerificationAccuracy: without a false match the upper end is that of independent pairs of people', async () => {
    const { accuracy } = await measure(simulate(40, 2, 0.05, 11));
    const { value, high } = accuracy.falseMatchRate(0.9999);
    expect(value).toBe(0);
    expect(high).toBeCloseTo(1 - 0.025 ** (1 / 780), 6);
  });

  it('VerificationAccuracy: people who cannot be told apart have an equal error rate of one half', async () => {
    const { accuracy } = await measure(simulate(80, 3, 1e6, 12));
    expect(accuracy.errors.equalErrorRate()).toBeGreaterThan(0.4);
    expect(accuracy.errors.equalErrorRate()).toBeLessThan(0.6);
  });
});
