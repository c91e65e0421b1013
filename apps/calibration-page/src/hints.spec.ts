import { describe, expect, it } from '@jest/globals';
import type { GazeFace, GazeFrame } from './api.js';
import { faceHints, lightHint } from './hints.js';
import { measureLight } from './light.js';

const face: GazeFace = {
  box: { x: 220, y: 100, width: 200, height: 260 },
  iris_left_px: [350, 200],
  iris_right_px: [290, 200],
  eye_openness_left: 0.3,
  eye_openness_right: 0.3,
  blink: false,
  head_rotation_rad: [0, 0, 0],
  gaze_origin_mm: [0, 0, 600],
  gaze_vector: [0, 0, -1],
  features: [0, 0],
  confidence: 1,
};
const frame = (change: Partial<GazeFace> = {}, more: Partial<GazeFrame> = {}): GazeFrame => ({
  error: null,
  message: null,
  faces_detected: 1,
  width_px: 640,
  height_px: 480,
  face: { ...face, ...change },
  ...more,
});
const complaints = (seen: GazeFrame) => faceHints(seen).filter(({ good }) => !good);

describe('faceHints', () => {
  it('faceHints: a good picture gives only good hints', () => expect(complaints(frame())).toEqual([]));

  it.each([
    ['close', frame({ gaze_origin_mm: [0, 0, 250] }), 'lean back'],
    ['far away', frame({ gaze_origin_mm: [0, 0, 1200] }), 'come closer'],
    ['at the edge of the picture', frame({ box: { ...face.box, x: 0 } }), 'into the middle'],
    ['turned away', frame({ head_rotation_rad: [0, 0.6, 0] }), 'Turn your head'],
    ['not alone', frame({}, { faces_detected: 2 }), 'Somebody else'],
    [
      'not there',
      frame({}, { face: null, error: 'NO_FACE', message: 'No face detected.' }),
      'No face detected',
    ],
  ])('faceHints: says what to do when the person is %s', (_, seen, text) => {
    expect(complaints(seen)).toHaveLength(1);
    expect(complaints(seen)[0]!.text).toContain(text);
  });
});

describe('light', () => {
  const picture = (...greys: number[]) =>
    new Uint8ClampedArray(greys.flatMap((grey) => [grey, grey, grey, 255]));

  it('measureLight: returns the mean and the shares of dark and bright pixels', () => {
    const light = measureLight(picture(0, 128, 255, 255), 1);
    expect(light).toEqual({ mean: expect.closeTo(159.5, 3), dark: 0.25, bright: 0.5 });
  });

  it.each([
    ['dark', picture(10, 20, 15, 30), false],
    ['dazzling', picture(255, 255, 120, 110), false],
    ['good', picture(90, 120, 140, 200), true],
  ])('lightHint: recognises %s light', (_, pixels, good) =>
    expect(lightHint(measureLight(pixels, 1)).good).toBe(good),
  );
});
