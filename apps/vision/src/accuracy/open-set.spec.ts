import { describe, expect, it } from '@jest/globals';
import { labelledRows } from './compare-all.js';
import {
  falseNegativeIdentifications,
  falsePositiveIdentifications,
  searchGallery,
  thresholdForStrangers,
  wrongNames,
} from './open-set.js';

const direction = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
/* Persons 0 and 1 are enrolled, 2 and 3 are strangers. */
const rows = labelledRows([0, 5, 60, 90, 4, 70, 30, 64].map(direction), [0, 0, 1, 1, 0, 1, 2, 3]);
const trial = {
  gallery: [
    { person: 0, rows: [0, 1] },
    { person: 1, rows: [2, 3] },
  ],
  mated: [4, 5],
  strangers: [6, 7],
};
const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);

describe('searchGallery', () => {
  it('searchGallery: the mean of the rows of a person counts', () => {
    const { mated, strangers } = searchGallery(rows, trial);
    expect(mated[0]!.own).toBeCloseTo(cosine(1.5), 6);
    expect(mated[0]!.other).toBeCloseTo(cosine(71), 6);
    expect(mated[1]!.own).toBeCloseTo(cosine(5), 6);
    expect(strangers).toEqual([expect.closeTo(cosine(27.5), 6), expect.closeTo(cosine(11), 6)]);
  });

  it('searchGallery: rates at a threshold count names given wrongly and not given', () => {
    const scores = searchGallery(rows, trial);
    expect(falsePositiveIdentifications(scores, cosine(12))).toBe(0.5);
    expect(falseNegativeIdentifications(scores, cosine(4))).toBe(0.5);
    expect(falseNegativeIdentifications(scores, cosine(11))).toBe(0);
    expect(wrongNames(scores, 0)).toBe(0);
  });

  it('searchGallery: a probe that resembles somebody else more gets a wrong name', () => {
    const scores = searchGallery(rows, {
      ...trial,
      gallery: [
        { person: 0, rows: [0] },
        { person: 1, rows: [1] },
      ],
    });
    expect(wrongNames(scores, 0.9)).toBe(0.5);
    expect(falseNegativeIdentifications(scores, -1)).toBe(0.5);
  });

  it('searchGallery: people about whom the labels are wrong are not compared', () => {
    /* The second stranger is person 1 under another name. */
    const isLeftOut = (one: number, other: number) => one === 1 && other === 3;
    const { strangers } = searchGallery(rows, { ...trial, isLeftOut });
    expect(strangers).toEqual([expect.closeTo(cosine(27.5), 6), expect.closeTo(cosine(61.5), 6)]);
  });

  it('thresholdForStrangers: it lets through at most the allowed share', () => {
    const scores = searchGallery(rows, trial);
    for (const [share, expected] of [
      [0.5, 0.5],
      [0.4, 0],
      [0, 0],
      [1, 1],
    ] as const)
      expect(falsePositiveIdentifications(scores, thresholdForStrangers(scores, share))).toBe(expected);
  });
});
