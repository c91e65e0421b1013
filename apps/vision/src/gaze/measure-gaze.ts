import type { Picture } from '@argus/imaging';
import { add, apply, dot, normalise, scale, type Vector3 } from '@argus/gaze-geometry';
import type { Iris, Irises } from '../mesh/iris.js';
import { leftEyePoints, rightEyePoints, type EyePoints } from '../mesh/mesh-points.js';
import { angle, distance, MESH_POINT_COUNT, midpoint, type Mesh } from '../mesh/mesh.js';
import type { Point } from '../sampling/similarity-transform.js';
import type { Camera } from './camera.js';
import { confidenceOf } from './confidence.js';
import { depthCorrection } from './depth.js';
import { eyeGaze, type EyeGaze } from './eyeball.js';
import type { FaceGaze, GazeOutcome, GazeRefusal } from './face-gaze.js';
import { byGeometry } from './gaze-model.js';
import { facePoints } from './face-model.js';
import { perspectivePose, type FittedPose } from './perspective-pose.js';
import { toRotationVector } from './rotation-vector.js';

/** Eyes count as closed below this ratio of height to width. Blinks in the test photographs have 0.09 to 0.15. */
const CLOSED_OPENNESS = 0.15;
/** The mean face never fits exactly: faces in photographs stay below 4.7 mm, other objects exceed it. */
const MAX_RESIDUAL_MM = 6;
/** Heads turned by more than 60° hide one eye. */
const MIN_TURN_COSINE = Math.cos((60 * Math.PI) / 180);

const body = facePoints.map(([, x, y, z]): Vector3 => [x, y, z]);
const inHead = new Map(facePoints.map(([index], i) => [index, body[i]!]));
const cornersInHead = ({ outerCorner, innerCorner }: EyePoints): Vector3 =>
  scale(add(inHead.get(outerCorner)!, inHead.get(innerCorner)!), 0.5);

interface Eye {
  readonly points: EyePoints;
  readonly iris: Iris;
  readonly gaze: EyeGaze;
  /** Weight in the mean of both eyes, larger for an eye that is open and turned to the camera. */
  readonly weight: number;
}

export interface GazeSubject {
  readonly picture: Picture;
  readonly mesh: Mesh;
  readonly irises: Irises;
  /** In pixels of the decoded picture, like mesh and irises. */
  readonly camera: Camera;
}

/** Measures the head pose from the mesh, places the eyeballs in the head, and takes the gaze from the irises. */
export function measureGaze(subject: GazeSubject): GazeOutcome {
  const { picture, mesh, irises, camera } = subject;
  const seen = facePoints.map(([index]) => mesh.at(index));
  const pose = perspectivePose(body, seen, camera);
  if (!pose) return refused('POSE_NOT_FOUND');
  const residualMm = (pose.residualPx * pose.translation[2]) / camera.fx;
  if (residualMm > MAX_RESIDUAL_MM) return refused('POSE_NOT_FOUND');
  const facing = -dot(apply(pose.rotation, [0, 0, -1]), normalise(pose.translation));
  const eyes = [
    eyeOf(subject, pose, rightEyePoints, irises.right),
    eyeOf(subject, pose, leftEyePoints, irises.left),
  ] as const;
  if (facing < MIN_TURN_COSINE || !eyes.every(({ iris }) => within(picture, iris.centre)))
    return refused('EYES_NOT_VISIBLE');
  return { ok: true, gaze: describe(subject, pose, residualMm, eyes) };
}

const refused = (refusal: GazeRefusal): GazeOutcome => ({ ok: false, refusal });

const within = ({ width, height }: Picture, { x, y }: Point): boolean =>
  x >= 0 && y >= 0 && x <= width && y <= height;

function eyeOf({ camera }: GazeSubject, pose: FittedPose, points: EyePoints, iris: Iris): Eye {
  const gaze = eyeGaze(camera, pose, {
    cornersInHead: cornersInHead(points),
    cornersSeen: midpoint(iris.outerCorner, iris.innerCorner),
    iris: iris.centre,
  });
  const widthPx = distance(iris.outerCorner, iris.innerCorner);
  return { points, iris, gaze, weight: Math.max(iris.eyeOpenness, 0.01) * widthPx };
}

function describe(
  subject: GazeSubject,
  pose: FittedPose,
  residualMm: number,
  eyes: readonly [Eye, Eye],
): FaceGaze {
  const { picture, mesh, irises, camera } = subject;
  const [right, left] = eyes;
  const share = right.weight / (right.weight + left.weight);
  const blend = (one: Vector3, other: Vector3): Vector3 => add(scale(one, share), scale(other, 1 - share));
  const openness = (right.iris.eyeOpenness + left.iris.eyeOpenness) / 2;
  const blink = openness < CLOSED_OPENNESS;
  const irisWidthPx = share * frontalWidthPx(right) + (1 - share) * frontalWidthPx(left);
  const correction = depthCorrection(
    pose.translation[2],
    blink ? undefined : { widthPx: irisWidthPx, focalPx: camera.fx },
  );
  const toFile = picture.original.width / picture.width;
  const inFile = ({ x, y }: Point): Point => ({ x: x * toFile, y: y * toFile });
  const [u, v] = [irisInEye(right), irisInEye(left)] as const;
  const direction = normalise(blend(right.gaze.direction, left.gaze.direction));
  return {
    box: scaledBox(mesh, toFile),
    landmarks: landmarksOf(mesh, irises, toFile),
    right: { iris: inFile(right.iris.centre), openness: right.iris.eyeOpenness },
    left: { iris: inFile(left.iris.centre), openness: left.iris.eyeOpenness },
    blink,
    headRotation: toRotationVector(pose.rotation),
    headTranslation: scale(pose.translation, correction),
    origin: scale(add(right.gaze.centre, left.gaze.centre), correction / 2),
    direction,
    uncalibrated: byGeometry(direction),
    features: [u.x * share + v.x * (1 - share), u.y * share + v.y * (1 - share)],
    confidence: confidenceOf({
      meshScore: mesh.score,
      residualMm,
      openness,
      irisWidthPx,
      gazes: [right.gaze, left.gaze],
    }),
  };
}

/** Returns the width of the iris as if it faced the camera; turned away, it appears narrower. */
function frontalWidthPx({ iris, gaze }: Eye): number {
  const cosine = -dot(gaze.direction, normalise(gaze.centre));
  return iris.widthPx / Math.max(cosine, 0.5);
}

/** Returns the iris relative to the middle of the eye's corners, along their line, divided by their distance. */
function irisInEye({ points, iris }: Eye): Point {
  const corners = [iris.outerCorner, iris.innerCorner] as const;
  const inPicture = points === rightEyePoints ? corners : ([corners[1], corners[0]] as const);
  const middle = midpoint(...corners);
  const turn = angle(...inPicture);
  const width = distance(...corners);
  const x = iris.centre.x - middle.x;
  const y = iris.centre.y - middle.y;
  return {
    x: (x * Math.cos(turn) + y * Math.sin(turn)) / width,
    y: (y * Math.cos(turn) - x * Math.sin(turn)) / width,
  };
}

function scaledBox(mesh: Mesh, by: number): FaceGaze['box'] {
  const { x, y, width, height } = mesh.box();
  return { x: x * by, y: y * by, width: width * by, height: height * by };
}

function landmarksOf(mesh: Mesh, { right, left }: Irises, toFile: number): Float32Array {
  const values: number[] = [];
  for (let i = 0; i < MESH_POINT_COUNT; i++) {
    const { x, y, z } = mesh.at(i);
    values.push(x, y, z);
  }
  const eyes = [
    { iris: right, points: rightEyePoints },
    { iris: left, points: leftEyePoints },
  ];
  for (const { iris, points } of eyes) {
    const depth = (mesh.at(points.outerCorner).z + mesh.at(points.innerCorner).z) / 2;
    for (const { x, y } of [iris.centre, ...iris.rim]) values.push(x, y, depth);
  }
  return Float32Array.from(values, (value) => value * toFile);
}
