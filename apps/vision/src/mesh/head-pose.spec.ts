import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headPose } from './head-pose.js';
import { meshPoints } from './mesh-points.js';
import type { SpacePoint } from './mesh.js';

const NEUTRAL_PITCH = (7.5 * Math.PI) / 180;

/** Returns a head turned by yaw, then roll, or by pitch; degrees. Only cheeks, forehead and chin exist. */
function head({ yaw = 0, pitch = 0, roll = 0 }): (index: number) => SpacePoint {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const lean = radians(pitch) + NEUTRAL_PITCH;
  const across = { x: Math.cos(radians(yaw)) * 50, y: 0, z: Math.sin(radians(yaw)) * 50 };
  const down = { x: 0, y: Math.cos(lean) * 70, z: Math.sin(lean) * 70 };
  const turned = ({ x, y, z }: SpacePoint, sign: number): SpacePoint => ({
    x: sign * (x * Math.cos(radians(roll)) - y * Math.sin(radians(roll))),
    y: sign * (x * Math.sin(radians(roll)) + y * Math.cos(radians(roll))),
    z: sign * z,
  });
  const points = new Map([
    [meshPoints.rightCheek, turned(across, -1)],
    [meshPoints.leftCheek, turned(across, 1)],
    [meshPoints.foreheadTop, turned(down, -1)],
    [meshPoints.chin, turned(down, 1)],
  ] as [number, SpacePoint][]);
  return (index) => points.get(index)!;
}

const degrees = fc.double({ min: -60, max: 60, noNaN: true });

describe('headPose', () => {
  it('headPose: yaw and roll of a turned head are measured', () => {
    fc.assert(
      fc.property(degrees, degrees, (yaw, roll) => {
        const pose = headPose(head({ yaw, roll }));
        expect(pose.yawDegrees).toBeCloseTo(yaw, 6);
        expect(pose.rollDegrees).toBeCloseTo(roll, 6);
        expect(pose.pitchDegrees).toBeCloseTo(0, 6);
      }),
    );
  });

  it('headPose: the pitch of a nodding head is measured', () => {
    fc.assert(
      fc.property(degrees, (pitch) => expect(headPose(head({ pitch })).pitchDegrees).toBeCloseTo(pitch, 6)),
    );
  });
});
