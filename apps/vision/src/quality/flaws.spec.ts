import { describe, expect, it } from '@jest/globals';
import { flawsOf, type PlacedFace } from './flaws.js';

const placed: PlacedFace = {
  box: { x: 100, y: 100, width: 50, height: 60 },
  detectionScore: 0.93,
  pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
  picture: { width: 300, height: 300 },
  isTurned: false,
};
const pose = (rollDegrees: number) => ({ ...placed.pose, rollDegrees });

describe('flawsOf', () => {
  it('flawsOf: an upright face with room around it has none', () => {
    expect(flawsOf(placed)).toEqual([]);
    expect(flawsOf({ ...placed, pose: pose(-35) })).toEqual([]);
  });

  it.each([
    ['top', { y: 0 }],
    ['left', { x: -3 }],
    ['right', { x: 251 }],
    ['bottom', { y: 241 }],
  ])('flawsOf: a face cut off at the %s is named', (_side, place) => {
    expect(flawsOf({ ...placed, box: { ...placed.box, ...place } })).toEqual(['FACE_CUT_OFF']);
  });

  it('flawsOf: a tilted head, a turned picture and a weak detection are named', () => {
    expect(flawsOf({ ...placed, pose: pose(-52) })).toEqual(['HEAD_TILTED']);
    expect(flawsOf({ ...placed, isTurned: true, pose: pose(-52) })).toEqual(['CAMERA_TURNED']);
    expect(flawsOf({ ...placed, detectionScore: 0.85 })).toEqual(['FACE_UNCLEAR']);
  });
});
