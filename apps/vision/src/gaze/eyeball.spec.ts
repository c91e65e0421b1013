import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, angleBetweenRad, apply, rotationOf, scale, type Vector3 } from '@argus/gaze-geometry';
import { project, type Camera } from './camera.js';
import { confidenceOf } from './confidence.js';
import { depthCorrection } from './depth.js';
import { eyeGaze, IRIS_RADIUS_MM } from './eyeball.js';
import { IRIS_DIAMETER_MM } from './face-model.js';
import { headVector } from '../gaze-networks/point-network.js';

const camera: Camera = { fx: 600, fy: 600, cx: 320, cy: 240 };
const direction = (yaw: number, pitch: number): Vector3 => [
  Math.cos(pitch) * Math.sin(yaw),
  Math.sin(pitch),
  -Math.cos(pitch) * Math.cos(yaw),
];
const angle = fc.double({ min: -0.5, max: 0.5, noNaN: true });

describe('eyeGaze', () => {
  it('eyeGaze: the direction of a projected eye is recovered for every head pose', () => {
    fc.assert(
      fc.property(angle, angle, angle, angle, (headYaw, headPitch, yaw, pitch) => {
        const pose = {
          rotation: rotationOf([headPitch, headYaw, 0.1]),
          translation: [30, -20, 600] as Vector3,
        };
        const cornersInHead: Vector3 = [-32, 0, 0];
        const corners = add(apply(pose.rotation, cornersInHead), pose.translation);
        const cornersSeen = project(camera, corners);
        const iris = (of: Vector3) => project(camera, add(of, scale(direction(yaw, pitch), IRIS_RADIUS_MM)));
        const first = eyeGaze(camera, pose, { cornersInHead, cornersSeen, iris: cornersSeen });
        const { centre, direction: found } = eyeGaze(camera, pose, {
          cornersInHead,
          cornersSeen,
          iris: iris(first.centre),
        });
        expect(centre).toEqual(first.centre);
        expect(angleBetweenRad(found, direction(yaw, pitch))).toBeLessThan(1e-6);
      }),
    );
  });

  it('eyeGaze: an iris outside the eyeball gives the nearest direction', () => {
    const pose = { rotation: rotationOf([0, 0, 0]), translation: [0, 0, 600] as Vector3 };
    const seen = {
      cornersInHead: [-32, 0, 0] as Vector3,
      cornersSeen: { x: 288, y: 240 },
      iris: { x: 330, y: 240 },
    };
    const { direction: found } = eyeGaze(camera, pose, seen);
    expect(found.every(Number.isFinite)).toBe(true);
    expect(found[0]).toBeGreaterThan(0.9);
  });
});

describe('depthCorrection', () => {
  const irisAt = (depthMm: number) => ({ widthPx: (600 * IRIS_DIAMETER_MM) / depthMm, focalPx: 600 });

  it('depthCorrection: it is 1 when head and iris agree or no eye is open', () => {
    expect(depthCorrection(600, irisAt(600))).toBeCloseTo(1, 12);
    expect(depthCorrection(600, undefined)).toBe(1);
    expect(depthCorrection(600, { widthPx: 0, focalPx: 600 })).toBe(1);
  });

  it('depthCorrection: the depth lies between head and iris, nearer to the iris if it has more pixels', () => {
    const few = depthCorrection(600, irisAt(660));
    const many = depthCorrection(600, { widthPx: (6000 * IRIS_DIAMETER_MM) / 660, focalPx: 6000 });
    expect(few).toBeGreaterThan(1);
    expect(many).toBeGreaterThan(few);
    expect(many).toBeLessThan(1.1);
  });
});

describe('confidenceOf', () => {
  const eye = (x: number, yaw: number) => ({ centre: [x, 0, 600] as Vector3, direction: direction(yaw, 0) });
  const good = {
    meshScore: 1,
    residualMm: 1.5,
    openness: 0.3,
    irisWidthPx: 12,
    gazes: [eye(-32, 0.053), eye(32, -0.053)] as const,
  };

  it('confidenceOf: it is near 1 for a good frame', () => expect(confidenceOf(good)).toBeGreaterThan(0.98));

  it.each([
    ['closed eyes', { openness: 0.1 }, 0.01],
    ['a head that does not fit', { residualMm: 6 }, 0.2],
    ['an iris of few pixels', { irisWidthPx: 4 }, 0.45],
    ['eyes that look apart', { gazes: [eye(-32, -0.4), eye(32, 0.4)] as const }, 0.2],
    ['a doubtful face', { meshScore: 0.5 }, 0.51],
  ])('confidenceOf: it is low for %s', (_, change, limit) =>
    expect(confidenceOf({ ...good, ...change })).toBeLessThan(limit),
  );
});

describe('headVector', () => {
  it('headVector: y points up and the vector points out of the face', () => {
    const close = (found: Vector3, wanted: Vector3) =>
      found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 9));
    close(headVector(rotationOf([0, 0, 0])), [0, 0, -1]);
    const up = headVector(rotationOf([-0.3, 0, 0]));
    const down = headVector(rotationOf([0.3, 0, 0]));
    expect(up[1]).toBeGreaterThan(0);
    expect(down[1]).toBeLessThan(0);
    expect(Math.hypot(...headVector(rotationOf([0.2, 0.4, -0.3])))).toBeCloseTo(1, 12);
  });
});
