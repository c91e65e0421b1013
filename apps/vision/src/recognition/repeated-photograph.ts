import { createHash } from 'node:crypto';
import { similarity } from '../accuracy/pair-scores.js';
import type { ReviewedPhotograph } from './photograph-review.js';

/**
 * Cosine similarity from which two photographs hardly differ. Measured on nine people: of one photograph and its copy in other quality
 * (JPEG 50 to 90, WebP, half the size, brighter) at least 0.975; of two frames of one film some seconds apart at most 0.970.
 */
const NEARLY_SAME = 0.973;

/**
 * Refuses photographs that were given before: as the same file, or as the same picture in another file. Equal pixels have equal
 * descriptors. A copy that was compressed anew cannot be told from a photograph of the next moment, so it is only named.
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
      : nameNearlySame(each, reviewed.slice(0, i));
  });
}

function nameNearlySame(
  each: ReviewedPhotograph,
  earlier: readonly ReviewedPhotograph[],
): ReviewedPhotograph {
  const { report, descriptor: own } = each;
  const at = earlier.findIndex(
    ({ descriptor }) => own && descriptor && similarity(own, descriptor) >= NEARLY_SAME,
  );
  return at < 0 ? each : { ...each, report: { ...report, nearly_same_as: at + 1 } };
}

const repeated = ({ report }: ReviewedPhotograph, reason: string): ReviewedPhotograph => ({
  report: { ...report, refusal: 'PHOTOGRAPH_REPEATED', reason: `${reason} Take another one.` },
  descriptor: null,
  formerDescriptor: null,
});

const isEqual = (one: Float32Array | null, other: Float32Array | null): boolean =>
  one !== null && other !== null && one.every((value, i) => value === other[i]);
