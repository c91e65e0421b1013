import { describe, expect, it } from '@jest/globals';
import type { ReviewedPhotograph } from './photograph-review.js';
import { refuseRepeated } from './repeated-photograph.js';

const review = (value: number | null): ReviewedPhotograph => ({
  report: {
    faces: 1,
    quality: null,
    refusal: value === null ? 'NO_FACE' : null,
    reason: value === null ? 'None.' : null,
  },
  /* A unit vector whose similarity to that of another value is the cosine of the difference. */
  descriptor: value === null ? null : new Float32Array([Math.cos(value), Math.sin(value)]),
  formerDescriptor: null,
});
const files = (...names: string[]): Uint8Array[] => names.map((name) => Buffer.from(name));

describe('refuseRepeated', () => {
  it('refuseRepeated: the same file is refused by the number of the first one', () => {
    const reviewed = refuseRepeated(files('a', 'b', 'a'), [review(1), review(2), review(1)]);
    expect(reviewed.map(({ report }) => report.refusal)).toEqual([null, null, 'PHOTOGRAPH_REPEATED']);
    expect(reviewed[2]).toMatchObject({
      descriptor: null,
      report: { reason: 'It is the same file as photograph 1. Take another one.' },
    });
  });

  it('refuseRepeated: the same picture in another file is refused', () => {
    const reviewed = refuseRepeated(files('a', 'b', 'c'), [review(1), review(2), review(2)]);
    expect(reviewed.map(({ report }) => report.reason)).toEqual([
      null,
      null,
      'It is the same picture as photograph 2. Take another one.',
    ]);
  });

  it('refuseRepeated: a photograph that hardly differs from an earlier one is accepted and named', () => {
    const reviewed = refuseRepeated(files('a', 'b', 'c'), [review(1), review(2), review(1.05)]);
    expect(reviewed.map(({ report }) => [report.refusal, report.nearly_same_as])).toEqual([
      [null, undefined],
      [null, undefined],
      [null, 1],
    ]);
    expect(reviewed[2]!.descriptor).not.toBeNull();
  });

  it('refuseRepeated: different pictures are kept, and a refusal of another kind stays', () => {
    const given = [review(1), review(null), review(null), review(3)];
    expect(refuseRepeated(files('a', 'b', 'b', 'c'), given)).toEqual(given);
  });
});
