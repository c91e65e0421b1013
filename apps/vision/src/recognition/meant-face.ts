import type { FaceRefusal, FacesMeant } from '@argus/contracts';
import type { PhotographAnalysis } from '../analysis/photograph-analysis.js';

/**
 * Of 2000 press photographs of one person each, 265 show a second face. Where its area was less than 0.7 of the largest
 * one's, the largest was the person meant in 210 of 210; above that, in 46 of 55: nobody can say who is meant.
 */
const EQUAL_SHARE = 0.7;

/** At an enrolment, a face up to this share of the largest is one of the background: 122 of 122 such were not meant. */
const BACKGROUND_SHARE = 0.5;

type Faces = Pick<PhotographAnalysis, 'faces' | 'secondFaceShare'>;

/** Returns why no single face of the photograph is meant, or null. The face that is meant is the largest. */
export function refusalOf(found: Faces, meant: FacesMeant): FaceRefusal | null {
  if (meant === 'all') return null;
  return refusalAbove(meant === 'alone' ? 0 : EQUAL_SHARE, found);
}

/** As `refusalOf` for a person who should be alone, but small faces far behind refuse nobody. */
export const refusalToEnrol = (found: Faces): FaceRefusal | null => refusalAbove(BACKGROUND_SHARE, found);

function refusalAbove(limit: number, { faces: [face], secondFaceShare }: Faces): FaceRefusal | null {
  if (!face) return 'NO_FACE';
  if (secondFaceShare > limit) return 'SEVERAL_FACES';
  return face.tooClose ? 'FACE_TOO_CLOSE' : null;
}
