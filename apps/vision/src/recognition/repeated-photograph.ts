import { createHash } from 'node:crypto';
import type { ReviewedPhotograph } from './photograph-review.js';

/**
 * Refuses photographs that were given before: as the same file, or as the same picture in another file. Equal pixels have equal
 * descriptors. A copy that was compressed anew is not noticed.
 */
export function refuseRepeated(
  photographs: readonly Uint8Array[],
  reviewed: readonly ReviewedPhotograph[],
): ReviewedPhotograph[] {
  const files = photographs.map((photograph) => createHash('sha256').update(photograph).digest('hex'));
  return reviewed.map((each, i) => {
    if (each.report.refusal !== null) return each;
    const sameFile = files.indexOf(files[i]!);
    if (sameFile < i) return repeated(each, `It is the same file as photograph ${sameFile + 1}.`);
    const samePicture = reviewed.findIndex(({ descriptor }) => isEqual(descriptor, each.descriptor));
    return samePicture >= 0 && samePicture < i
      ? repeated(each, `It is the same picture as photograph ${samePicture + 1}.`)
      : each;
  });
}

const repeated = ({ report }: ReviewedPhotograph, reason: string): ReviewedPhotograph => ({
  report: { ...report, refusal: 'PHOTOGRAPH_REPEATED', reason: `${reason} Take another one.` },
  descriptor: null,
  formerDescriptor: null,
});

const isEqual = (one: Float32Array | null, other: Float32Array | null): boolean =>
  one !== null && other !== null && one.every((value, i) => value === other[i]);
