import { leftEyePoints, meshPoints, rightEyePoints } from '../mesh/mesh-points.js';
import type { Mesh } from '../mesh/mesh.js';
import { fitSimilarity, type Point, type SimilarityTransform } from '../sampling/similarity-transform.js';

/** Where a descriptor network expects the landmarks of a face in its square input. */
export interface ReferenceFace {
  /** Edge of the input in pixels. */
  readonly sizePx: number;
  /** Each landmark is the mean of some points of the mesh. */
  readonly landmarks: readonly { readonly meshPoints: readonly number[]; readonly at: Point }[];
}

/** The reference of ArcFace and of SFace: eyes, tip of the nose, corners of the mouth. */
export const arcFaceReference: ReferenceFace = {
  sizePx: 112,
  landmarks: [
    { meshPoints: [rightEyePoints.outerCorner, rightEyePoints.innerCorner], at: { x: 38.2946, y: 51.6963 } },
    { meshPoints: [leftEyePoints.outerCorner, leftEyePoints.innerCorner], at: { x: 73.5318, y: 51.5014 } },
    { meshPoints: [meshPoints.noseTip], at: { x: 56.0252, y: 71.7366 } },
    { meshPoints: [meshPoints.mouthRight], at: { x: 41.5493, y: 92.3655 } },
    { meshPoints: [meshPoints.mouthLeft], at: { x: 70.7299, y: 92.2041 } },
  ],
};

/** The input of dlib's network ("chip"): its mean face in the unit square, with a margin as in the network's training. */
const DLIB_SIZE_PX = 150;
const DLIB_PADDING = 0.25;
const inChip = (x: number, y: number): Point => {
  const place = (share: number) => ((DLIB_PADDING + share) / (2 * DLIB_PADDING + 1)) * DLIB_SIZE_PX;
  return { x: place(x), y: place(y) };
};

/** Corners of the eyes and base of the nose in dlib's mean face. */
export const dlibReference: ReferenceFace = {
  sizePx: DLIB_SIZE_PX,
  landmarks: [
    { meshPoints: [leftEyePoints.outerCorner], at: inChip(0.8595674595992, 0.2134981538014) },
    { meshPoints: [leftEyePoints.innerCorner], at: inChip(0.6460604764104, 0.2289674387677) },
    { meshPoints: [rightEyePoints.outerCorner], at: inChip(0.1205750620789, 0.2137274526848) },
    { meshPoints: [rightEyePoints.innerCorner], at: inChip(0.3340850613712, 0.2290642403242) },
    { meshPoints: [meshPoints.noseBase], at: inChip(0.4901123135679, 0.6277975316475) },
  ],
};

/** Returns the transform from pixels of the aligned crop to pixels of the picture. */
export function alignedCrop({ landmarks }: ReferenceFace, mesh: Mesh): SimilarityTransform {
  return fitSimilarity(
    landmarks.map(({ at }) => at),
    landmarks.map(({ meshPoints: indices }) => meanOf(indices.map((index) => mesh.at(index)))),
  );
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }));
  return { x: sum.x / points.length, y: sum.y / points.length };
}
