import { facePoints } from '../gaze/face-model.js';
import { solvePositive } from '../gaze/linear-system.js';
import { meshPoints } from '../mesh/mesh-points.js';

/** How a face is seen in a frame, compared with the same face seen straight: scaled orthographic views of one solid body. */
export interface ViewChange {
  /** Sideways way of a point per unit of its depth: the sine of the angle to which a solid head turned. */
  readonly relief: number;
  /** Width divided by height of the change. A solid head keeps it; a turned picture becomes narrower. */
  readonly stretch: number;
}

/** Rigid points: they move with the skull and little with the mouth or the lids. */
const rigidPoints = facePoints.map(([index]) => index);
const rightCheek = rigidPoints.indexOf(meshPoints.rightCheek);
const leftCheek = rigidPoints.indexOf(meshPoints.leftCheek);
const RIGHT_EYE = [33, 133] as const;
const LEFT_EYE = [362, 263] as const;

type Row = readonly [x: number, y: number, z: number];

/**
 * Fits the linear map from the points of one frame, straightened and with the depth that the mesh gives them, to another. The
 * depth counts only as far as it explains motion in the picture, so a mesh that lends depth to a flat picture shows no relief.
 * Positive relief is a turn to the right side of the picture. Returns undefined for points that determine no map.
 */
export function viewChange(from: Float32Array, to: Float32Array): ViewChange | undefined {
  const before = straightened(levelled(from));
  const after = levelled(to);
  const normal = [0, 1, 2].map((i) => [0, 1, 2].map((j) => sum(before, (row) => row[i]! * row[j]!)));
  const across = solvePositive(
    normal,
    [0, 1, 2].map((i) => sum(before, (row, at) => row[i]! * after[at]![0])),
  );
  const down = solvePositive(
    normal,
    [0, 1, 2].map((i) => sum(before, (row, at) => row[i]! * after[at]![1])),
  );
  if (!across || !down) return undefined;
  const height = Math.hypot(...down);
  if (!(height > 0)) return undefined;
  return { relief: -across[2]! / height, stretch: Math.hypot(...across) / height };
}

/** Returns the points as if the face looked into the camera, so that a turn to either side is measured alike. */
function straightened(points: readonly Row[]): Row[] {
  const [right, left] = [points[rightCheek]!, points[leftCheek]!];
  const yaw = Math.atan2(left[2] - right[2], left[0] - right[0]);
  const [cosine, sine] = [Math.cos(yaw), Math.sin(yaw)];
  return points.map(([x, y, z]) => [cosine * x + sine * z, y, cosine * z - sine * x]);
}

/** Returns the rigid points around their mean, turned so that the eyes are level, in distances of the eyes. */
function levelled(landmarks: Float32Array): Row[] {
  const middle = (pair: readonly [number, number], axis: 0 | 1): number =>
    (landmarks[pair[0] * 3 + axis]! + landmarks[pair[1] * 3 + axis]!) / 2;
  const dx = middle(LEFT_EYE, 0) - middle(RIGHT_EYE, 0);
  const dy = middle(LEFT_EYE, 1) - middle(RIGHT_EYE, 1);
  const width = Math.hypot(dx, dy);
  const [cosine, sine] = [dx / width, dy / width];
  const points = rigidPoints.map((index): Row => {
    const [x, y, z] = [landmarks[index * 3]!, landmarks[index * 3 + 1]!, landmarks[index * 3 + 2]!];
    return [(cosine * x + sine * y) / width, (cosine * y - sine * x) / width, z / width];
  });
  const mean = [0, 1, 2].map((axis) => sum(points, (point) => point[axis]!) / points.length);
  return points.map(([x, y, z]) => [x - mean[0]!, y - mean[1]!, z - mean[2]!]);
}

const sum = <T>(items: readonly T[], of: (item: T, at: number) => number): number =>
  items.reduce((total, item, at) => total + of(item, at), 0);
