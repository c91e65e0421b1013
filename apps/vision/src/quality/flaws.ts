import type { Box } from '../detection/detection.js';
import type { HeadPose } from '../mesh/head-pose.js';

/** Why a face may go unrecognised although the person is known, as codes. */
export type FaceFlaw = 'CAMERA_TURNED' | 'FACE_CUT_OFF' | 'HEAD_TILTED' | 'FACE_UNCLEAR';

/** Faces on their side or head are found with less, upright ones with more: ADR 56. */
export const SURE_DETECTION = 0.9;
/** Degrees. Beyond, the mesh may lie on a wrong place. */
const MAX_ROLL = 40;

export interface PlacedFace {
  /** In pixels of the picture; may reach beyond it. */
  readonly box: Box;
  readonly detectionScore: number;
  readonly pose: HeadPose;
  readonly picture: { readonly width: number; readonly height: number };
  /** The face is found better in the picture turned by a quarter or half. */
  readonly isTurned: boolean;
}

/** Returns what makes "no match" unsafe, the worst first. A match is a match all the same. */
export function flawsOf({ box, detectionScore, pose, picture, isTurned }: PlacedFace): FaceFlaw[] {
  if (isTurned) return ['CAMERA_TURNED'];
  const flaws: FaceFlaw[] = [];
  const isInside =
    box.x > 0 && box.y > 0 && box.x + box.width < picture.width && box.y + box.height < picture.height;
  if (!isInside) flaws.push('FACE_CUT_OFF');
  if (Math.abs(pose.rollDegrees) > MAX_ROLL) flaws.push('HEAD_TILTED');
  if (flaws.length === 0 && detectionScore < SURE_DETECTION) flaws.push('FACE_UNCLEAR');
  return flaws;
}
