import { meshPoints, leftEyePoints, rightEyePoints, type EyePoints } from '../mesh/mesh-points.js';
import { distance, MESH_SIZE_PX, type Mesh, type SpacePoint } from '../mesh/mesh.js';
import type { HeadPose } from '../mesh/head-pose.js';
import { luminance } from './luminance.js';

/** Raw measures of a face, from which the quality components are computed. */
export interface FaceMeasures {
  /** Standard deviation of the Laplacian divided by that of the luminance, so that exposure has no effect. */
  readonly detail: number;
  /** Share of the face darker than 26 of 255. */
  readonly darkShare: number;
  /** Share of the face brighter than 246 of 255. */
  readonly brightShare: number;
  /** Entropy of the luminance histogram in bits, 0 to 8. */
  readonly entropyBits: number;
  /** Overlap of the histograms of the face's two halves, 0 to 1. */
  readonly halvesOverlap: number;
  /** Distance of the eyes' centres in pixels of the file, corrected for the yaw of the head. */
  readonly interEyeDistancePx: number;
  readonly pose: HeadPose;
  /** Height divided by width of the eye that is less open. */
  readonly eyeOpening: number;
  /** Forehead to chin as a share of the picture's height. */
  readonly headShare: number;
  /** Share of the face's box, with a margin, that lies within the picture. */
  readonly shareInside: number;
  /** The face leaves no room around it. */
  readonly fillsPicture: boolean;
  /** Area of the largest other face divided by this face's area; 0 if there is no other face. */
  readonly otherFaceShare: number;
}

export interface FaceToMeasure {
  readonly mesh: Mesh;
  /** The mesh's crop: RGB floats 0 to 1. */
  readonly crop: Float32Array;
  readonly pose: HeadPose;
  /** Size of the decoded picture in pixels; `filePixels` is the number of file pixels per pixel, along one axis. */
  readonly picture: { readonly width: number; readonly height: number; readonly filePixels: number };
  readonly fillsPicture: boolean;
  readonly otherFaceShare: number;
}

/** Margin around the mesh that should be in the picture too, as a share of its size. */
const MARGIN = 0.05;

export function measureFace({
  mesh,
  crop,
  pose,
  picture,
  fillsPicture,
  otherFaceShare,
}: FaceToMeasure): FaceMeasures {
  const corner = (index: number) => mesh.inCrop(index);
  const light = luminance(crop, MESH_SIZE_PX, {
    left: corner(meshPoints.rightCheek).x,
    right: corner(meshPoints.leftCheek).x,
    top: corner(meshPoints.foreheadTop).y,
    bottom: corner(meshPoints.chin).y,
  });
  const eyes = distance(mesh.eyeCentre(rightEyePoints), mesh.eyeCentre(leftEyePoints));
  const turn = Math.max(Math.cos((pose.yawDegrees * Math.PI) / 180), 0.2);
  return {
    ...light,
    interEyeDistancePx: (eyes * picture.filePixels) / turn,
    pose,
    eyeOpening: Math.min(eyeOpening(corner, rightEyePoints), eyeOpening(corner, leftEyePoints)),
    headShare: distance(mesh.at(meshPoints.foreheadTop), mesh.at(meshPoints.chin)) / picture.height,
    shareInside: shareInside(mesh, picture),
    fillsPicture,
    otherFaceShare,
  };
}

function eyeOpening(
  pointAt: (index: number) => SpacePoint,
  { outerCorner, innerCorner, lids }: EyePoints,
): number {
  const width = distance(pointAt(outerCorner), pointAt(innerCorner));
  const opening =
    lids.reduce((sum, [upper, lower]) => sum + distance(pointAt(upper), pointAt(lower)), 0) / lids.length;
  return width === 0 ? 0 : opening / width;
}

function shareInside(mesh: Mesh, picture: { width: number; height: number }): number {
  const box = mesh.box();
  const inside = (start: number, length: number, limit: number) => {
    const margin = length * MARGIN;
    const covered = Math.min(start + length + margin, limit) - Math.max(start - margin, 0);
    return Math.max(covered, 0) / (length + 2 * margin);
  };
  return inside(box.x, box.width, picture.width) * inside(box.y, box.height, picture.height);
}
