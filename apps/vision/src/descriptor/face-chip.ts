import { leftEyePoints, rightEyePoints } from '../mesh/mesh-points.js';
import { meshPoints } from '../mesh/mesh-points.js';
import type { Mesh } from '../mesh/mesh.js';
import { fitSimilarity, type Point, type SimilarityTransform } from '../sampling/similarity-transform.js';

/** Edge of the descriptor network's input in pixels. */
export const CHIP_SIZE_PX = 150;
/** Margin around the face as a share of its size, as in the network's training. */
const PADDING = 0.25;

/** Corners of the eyes and base of the nose in dlib's mean face, in the unit square. */
const meanFace: readonly (readonly [meshIndex: number, x: number, y: number])[] = [
  [leftEyePoints.outerCorner, 0.8595674595992, 0.2134981538014],
  [leftEyePoints.innerCorner, 0.6460604764104, 0.2289674387677],
  [rightEyePoints.outerCorner, 0.1205750620789, 0.2137274526848],
  [rightEyePoints.innerCorner, 0.3340850613712, 0.2290642403242],
  [meshPoints.noseBase, 0.4901123135679, 0.6277975316475],
];

/** Returns the transform from pixels of the aligned crop (dlib's "chip") to pixels of the picture. */
export function chipTransform(mesh: Mesh): SimilarityTransform {
  const inChip = (share: number) => ((PADDING + share) / (2 * PADDING + 1)) * CHIP_SIZE_PX;
  const chip: Point[] = meanFace.map(([, x, y]) => ({ x: inChip(x), y: inChip(y) }));
  return fitSimilarity(
    chip,
    meanFace.map(([index]) => mesh.at(index)),
  );
}
