import { describe, expect, it } from '@jest/globals';
import { fitIdentification, predictedRate } from './identification-model.js';

const falseMatchRate = (threshold: number) => 10 ** (-2 - 10 * (threshold - 0.3));
const truth = { scale: 0.8, peopleExponent: 0.95, rowsExponent: 0.55 };

function observe(rows: readonly number[]) {
  return rows.flatMap((rowsPerPerson) =>
    [100, 300, 800, 1600].flatMap((people) =>
      [0.45, 0.5, 0.55, 0.6].map((threshold) => {
        const rate = predictedRate(truth, falseMatchRate(threshold), { people, rowsPerPerson });
        return { people, rowsPerPerson, threshold, rate, low: rate, high: rate, searches: 100_000 };
      }),
    ),
  );
}

describe('fitIdentification', () => {
  it('fitIdentification: it recovers how observed rates grow with people and rows', () => {
    const model = fitIdentification(observe([1, 3]), falseMatchRate);
    expect(model.scale).toBeCloseTo(truth.scale, 6);
    expect(model.peopleExponent).toBeCloseTo(truth.peopleExponent, 6);
    expect(model.rowsExponent).toBeCloseTo(truth.rowsExponent, 6);
    expect(model.misfit.low).toBeCloseTo(1, 6);
    expect(model.misfit.high).toBeCloseTo(1, 6);
  });

  it('fitIdentification: without galleries of several rows, rows count as independent', () => {
    const { rowsExponent, peopleExponent } = fitIdentification(observe([1]), falseMatchRate);
    expect(rowsExponent).toBe(1);
    expect(peopleExponent).toBeCloseTo(truth.peopleExponent, 6);
  });

  it('fitIdentification: what the model does not explain widens the stated interval', () => {
    const [first, ...others] = observe([1, 3]);
    const { misfit } = fitIdentification([{ ...first!, rate: first!.rate * 1.5 }, ...others], falseMatchRate);
    expect(misfit.high).toBeGreaterThan(1.2);
    expect(misfit.low).toBeLessThan(1);
  });

  it('fitIdentification: rates that rest on fewer than 20 false positives are not fitted', () => {
    const rare = {
      people: 100,
      rowsPerPerson: 1,
      threshold: 0.6,
      rate: 0.05,
      low: 0,
      high: 1,
      searches: 100,
    };
    expect(fitIdentification([...observe([1, 3]), rare], falseMatchRate).scale).toBeCloseTo(truth.scale, 6);
  });
});
