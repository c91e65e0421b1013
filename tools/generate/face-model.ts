/*
 * Derives apps/vision/src/gaze/face-model.ts: the mean face of the people in the test photographs, in millimetres.
 * Aligns FaceMesh's points of every face by generalised Procrustes analysis (Gower 1975): rotation and scale are removed, and each
 * person has one vote. The mean is made symmetric and scaled to eyes 63.4 mm apart (mean of adults, Dodgson 2004).
 *   node tools/generate/face-model.ts > apps/vision/src/gaze/face-model.ts   (after a build)
 */
import { decodeUpright } from '@argus/imaging';
import { groups, portraits } from '@argus/testing/photographs';
import { determinant, Matrix, SVD } from 'ml-matrix';
import { startBackend } from '#vision/backends/start-backend.js';
import type { Point } from '#vision/sampling/similarity-transform.js';
import { MESH_POINT_COUNT } from '#vision/mesh/mesh.js';
import { loadModelSet } from '#vision/models/model-set.js';

const EYE_DISTANCE_MM = 63.4;
/** Lean of the line from forehead to chin of a head that looks straight ahead (head-pose.ts). */
const NEUTRAL_LEAN_DEGREES = 7.5;
/** Points of FaceMesh that expressions move little: on the middle, and pairs (the person's right, left). */
const middle = [10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 19, 94, 2];
const pairs: [right: number, left: number][] = [
  [33, 263], [133, 362], [129, 358], [98, 327], [48, 278], [122, 351], [196, 419], [193, 417],
  [108, 337], [69, 299], [104, 333], [67, 297], [103, 332], [54, 284], [21, 251], [162, 389],
  [127, 356], [234, 454], [93, 323], [116, 345], [123, 352], [117, 346], [101, 330],
]; // prettier-ignore

type Vector = number[];
type Shape = Vector[];
interface Face {
  readonly person: string;
  readonly points: Shape;
  readonly irisOverPupils: number;
  readonly cornersOverPupils: number;
}

const used = [...middle, 152, ...pairs.flat()];
const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const distance2 = (one: Point, other: Point) => Math.hypot(one.x - other.x, one.y - other.y);

async function meshes(): Promise<Face[]> {
  await startBackend('wasm');
  const models = await loadModelSet();
  const found: Face[] = [];
  for (const photograph of [...portraits, ...groups]) {
    const picture = await decodeUpright(await photograph.read(), { maxEdgePx: 2048 });
    const detections = (await models.detector.detect(picture, 'all')).slice(0, photograph.faces);
    const faces = await models.faceMesh.fit(detections.map((detection) => ({ picture, detection })));
    const irises = await models.iris.locate(faces.map(({ mesh }) => ({ picture, mesh })));
    faces.forEach(({ mesh }, i) => {
      if (mesh.score < 0.9) return;
      const middleOf = (a: number, b: number): Point => ({
        x: (mesh.at(a).x + mesh.at(b).x) / 2,
        y: (mesh.at(a).y + mesh.at(b).y) / 2,
      });
      const { right, left } = irises[i]!;
      const pupils = distance2(right.centre, left.centre);
      found.push({
        person: photograph.person ?? `${photograph.name}/${i}`,
        points: Array.from({ length: MESH_POINT_COUNT }, (_, k) => {
          const { x, y, z } = mesh.inCrop(k);
          return [x, y, z];
        }),
        irisOverPupils: (right.widthPx + left.widthPx) / 2 / pupils,
        cornersOverPupils: distance2(middleOf(33, 133), middleOf(263, 362)) / pupils,
      });
    });
  }
  return found;
}

function normalised(points: Shape): Shape {
  const mean = [0, 1, 2].map((axis) => sum(points.map((point) => point[axis]!)) / points.length);
  const centred = points.map((point) => point.map((value, axis) => value - mean[axis]!));
  const size = Math.sqrt(sum(centred.flat().map((value) => value * value)) / points.length);
  return centred.map((point) => point.map((value) => value / size));
}

const rotate = (rotation: readonly Vector[], points: Shape): Shape =>
  points.map((point) => rotation.map((row) => sum(row.map((value, axis) => value * point[axis]!))));

/** Returns the rotation that brings `from` closest to `to` (Kabsch 1976). */
function rotationBetween(from: Shape, to: Shape): Vector[] {
  const svd = new SVD(new Matrix(to).transpose().mmul(new Matrix(from)));
  const { leftSingularVectors: left, rightSingularVectors: right } = svd;
  const sign = Matrix.diag([1, 1, Math.sign(determinant(left) * determinant(right))]);
  return left.mmul(sign).mmul(right.transpose()).to2DArray();
}

function meanFace(faces: readonly Face[]): Shape {
  const people = Object.values(Object.groupBy(faces, ({ person }) => person));
  let mean = faces[0]!.points;
  for (let round = 0; round < 30; round++) {
    const ofPeople = people.map((own) =>
      averaged(own!.map(({ points }) => rotate(rotationBetween(points, mean), points))),
    );
    mean = normalised(averaged(ofPeople));
  }
  return mean;
}

const averaged = (shapes: readonly Shape[]): Shape =>
  shapes[0]!.map((_, k) =>
    [0, 1, 2].map((axis) => sum(shapes.map((shape) => shape[k]![axis]!)) / shapes.length),
  );

const mirror = ([x, y, z]: Vector): Vector => [-x!, y!, z!];
function symmetric(shape: Shape): Map<number, Vector> {
  const swap = new Map(pairs.flatMap(([right, left]) => [[right, left], [left, right]] as const)); // prettier-ignore
  const kept = used.map((index) => shape[index]!);
  const mirrored = used.map((index) => mirror(shape[swap.get(index) ?? index]!));
  const aligned = rotate(rotationBetween(mirrored, normalised(kept)), normalised(mirrored));
  const centred = averaged([normalised(kept), aligned]);
  /* The mirror plane is now a plane through the middle points; turn it onto x = 0. */
  const across = averaged(pairs.map(([right, left]) => [difference(centred, left, right)]))[0]!;
  const down = difference(centred, 152, 10);
  const x = unit(across);
  const lean = (NEUTRAL_LEAN_DEGREES * Math.PI) / 180;
  const plane = unit(cross(x, down)); // away from the camera
  const y0 = cross(plane, x);
  const y = y0.map((value, axis) => value * Math.cos(lean) - plane[axis]! * Math.sin(lean));
  return new Map(rotate([x, y, cross(x, y)], centred).map((point, k) => [used[k]!, point]));
}
const difference = (points: Shape, to: number, from: number): Vector =>
  points[used.indexOf(to)]!.map((value, axis) => value - points[used.indexOf(from)]![axis]!);
const unit = (vector: Vector): Vector => vector.map((value) => value / Math.hypot(...vector));
type Three = [number, number, number];
const cross = (one: Vector, other: Vector): Vector => {
  const [[a, b, c], [d, e, f]] = [one as Three, other as Three];
  return [b * f - c * e, c * d - a * f, a * e - b * d];
};

const faces = (await meshes()).map((face) => ({ ...face, points: normalised(face.points) }));
const shape = symmetric(meanFace(faces));
const eye = (outer: number, inner: number): Vector =>
  shape.get(outer)!.map((value, axis) => (value + shape.get(inner)![axis]!) / 2);
const right = eye(33, 133);
const left = eye(263, 362);
const origin = right.map((value, axis) => (value + left[axis]!) / 2);
const scale =
  (EYE_DISTANCE_MM * median(faces.map(({ cornersOverPupils }) => cornersOverPupils))) /
  (left[0]! - right[0]!);
const irisMm = EYE_DISTANCE_MM * median(faces.map(({ irisOverPupils }) => irisOverPupils));
const row = (index: number): string => {
  const point = shape.get(index)!.map((value, axis) => (value - origin[axis]!) * scale);
  return `  [${index}, ${point.map((value) => (Math.abs(value) < 0.05 ? '0' : value.toFixed(1))).join(', ')}],`;
};
process.stdout.write(`/*
 * Written by tools/generate/face-model.ts from ${faces.length} faces of ${new Set(faces.map(({ person }) => person)).size} people. No single face can be reconstructed from it.
 */

/** Diameter of an adult's iris (11.7 ± 0.5 mm). In the photographs it is ${irisMm.toFixed(2)} mm in the scale of the face. */
export const IRIS_DIAMETER_MM = 11.7;

/**
 * The mean face: index in FaceMesh, then x, y, z in millimetres. The origin lies between the eyes, in the middle of their
 * corners. x points to the person's left, y down, z into the head: the axes of a camera that the head faces.
 */
export const facePoints: readonly (readonly [index: number, x: number, y: number, z: number])[] = [
${[...middle, ...pairs.flat()].map(row).join('\n')}
];
`);
