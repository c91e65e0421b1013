import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  apply,
  columns,
  length,
  multiply,
  rotationOf,
  subtract,
  type Vector3,
} from '@argus/gaze-geometry';
import { project, type Camera } from './camera.js';
import { facePoints } from './face-model.js';
import { perspectivePose } from './perspective-pose.js';
import { toRotationVector } from './rotation-vector.js';

const camera: Camera = { fx: 600, fy: 610, cx: 318, cy: 243 };
const body = facePoints.map(([, x, y, z]): Vector3 => [x, y, z]);
const seenAt = (points: readonly Vector3[], turn: Vector3, position: Vector3) =>
  points.map((point) => project(camera, add(apply(rotationOf(turn), point), position)));

const turns = fc.tuple(
  fc.double({ min: -0.9, max: 0.9, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1.5, max: 1.5, noNaN: true }),
);
const positions = fc.tuple(
  fc.double({ min: -150, max: 150, noNaN: true }),
  fc.double({ min: -150, max: 150, noNaN: true }),
  fc.double({ min: 250, max: 1500, noNaN: true }),
);

const turnBetween = (one: Vector3, other: Vector3): number =>
  length(toRotationVector(multiply(rotationOf(one), columns(rotationOf(other)))));

describe('perspectivePose', () => {
  it('perspectivePose: every pose in front of the camera is recovered from exact projections', () => {
    fc.assert(
      fc.property(turns, positions, (turn, position) => {
        const pose = perspectivePose(body, seenAt(body, turn, position), camera)!;
        expect(pose.residualPx).toBeLessThan(1e-4);
        expect(turnBetween(toRotationVector(pose.rotation), turn)).toBeLessThan(1e-5);
        expect(length(subtract(pose.translation, position))).toBeLessThan(1e-2);
      }),
      { numRuns: 500 },
    );
  });

  it('perspectivePose: one pixel of noise turns the pose by less than 3° and moves it by less than 15 mm', () => {
    /* 61 points with one pixel of noise at 600 mm, where 1 mm is one pixel: turns err by a few times 1/(60·√61) rad. */
    fc.assert(
      fc.property(turns, fc.integer(), (turn, seed) => {
        let state = seed >>> 0;
        const noise = () => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return (state / 2 ** 32 - 0.5) * Math.sqrt(12);
        };
        const position: Vector3 = [20, -30, 600];
        const seen = seenAt(body, turn, position).map(({ x, y }) => ({ x: x + noise(), y: y + noise() }));
        const pose = perspectivePose(body, seen, camera)!;
        expect(turnBetween(toRotationVector(pose.rotation), turn)).toBeLessThan((3 * Math.PI) / 180);
        expect(Math.abs(pose.translation[2] - 600)).toBeLessThan(15);
        expect(pose.residualPx).toBeLessThan(2);
      }),
      { numRuns: 100 },
    );
  });

  it('perspectivePose: points that determine no pose give undefined', () => {
    const three = body.slice(0, 3);
    expect(perspectivePose(three, seenAt(three, [0, 0, 0], [0, 0, 600]), camera)).toBeUndefined();
    const flat = body.map(([x, y]): Vector3 => [x, y, 0]);
    expect(perspectivePose(flat, seenAt(flat, [0, 0, 0], [0, 0, 600]), camera)).toBeUndefined();
    const coincident = body.map(() => ({ x: 100, y: 100 }));
    expect(perspectivePose(body, coincident, camera)).toBeUndefined();
    const notNumbers = body.map(() => ({ x: NaN, y: Infinity }));
    expect(perspectivePose(body, notNumbers, camera)).toBeUndefined();
  });
});

describe('rotation vectors', () => {
  it('rotation vectors: they survive conversion to a matrix and back', () => {
    fc.assert(
      fc.property(turns, (turn) => {
        expect(length(subtract(toRotationVector(rotationOf(turn)), turn))).toBeLessThan(1e-9);
      }),
    );
  });

  it.each([[[Math.PI, 0, 0]], [[0, Math.PI, 0]], [[0, 0, -Math.PI]], [[0, 0, 0]], [[1e-9, 0, 0]]] as [
    Vector3,
  ][])('rotation vectors: %p gives the same rotation after conversion and back', (turn) => {
    const again = rotationOf(toRotationVector(rotationOf(turn)));
    rotationOf(turn).forEach((row, i) => expect(length(subtract(row, again[i]!))).toBeLessThan(1e-9));
  });
});
