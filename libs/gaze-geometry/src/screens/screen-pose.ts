import { columns, type Matrix3, multiply, rotationOf } from '../vectors/rotation.js';
import { add, dot, scale, subtract, type Vector3 } from '../vectors/vector.js';
import type { Point, Screen } from './screen.js';

/** Where the screen is in camera coordinates. */
export interface ScreenPose {
  /** Top left corner. */
  readonly cornerMm: Vector3;
  /** Turn of the screen against one that is parallel to the picture; rotation vector in the screen's own axes. */
  readonly rotationRad: Vector3;
}

/** A prepared pose: corner, and unit vectors along the width, along the height and out of the front. */
export interface ScreenFrame {
  readonly corner: Vector3;
  readonly right: Vector3;
  readonly down: Vector3;
  readonly normal: Vector3;
}

/** Axes of a screen that is parallel to the picture: to the user's right is to the left of the camera's picture. */
export const parallelAxes: Matrix3 = [
  [-1, 0, 0],
  [0, 1, 0],
  [0, 0, -1],
];

/* Lens above the first row of pixels. */
const BEZEL_MM = 8;

/** Pose by the stored screen: the camera on the named edge, looking straight ahead. */
export function nominalPose({ widthMm, heightMm, cameraPosition }: Screen): ScreenPose {
  const across = cameraPosition.endsWith('left')
    ? 0
    : cameraPosition.endsWith('right')
      ? widthMm
      : widthMm / 2;
  const corner: Vector3 = cameraPosition.startsWith('top')
    ? [across, BEZEL_MM, 0]
    : cameraPosition.startsWith('bottom')
      ? [across, -heightMm - BEZEL_MM, 0]
      : cameraPosition === 'left-center'
        ? [-BEZEL_MM, -heightMm / 2, 0]
        : cameraPosition === 'right-center'
          ? [widthMm + BEZEL_MM, -heightMm / 2, 0]
          : [widthMm / 2, 0, 0];
  return { cornerMm: corner, rotationRad: [0, 0, 0] };
}

export function frameOf({ cornerMm, rotationRad }: ScreenPose): ScreenFrame {
  const [right, down, normal] = columns(multiply(parallelAxes, rotationOf(rotationRad)));
  return { corner: cornerMm, right, down, normal };
}

/** The stored screen's pose, whatever the model's is. */
export const nominalFrame = (screen: Screen): ScreenFrame => frameOf(nominalPose(screen));

/** A point of the screen in camera coordinates; millimetres. */
export const pointInCamera = ({ corner, right, down }: ScreenFrame, { x, y }: Point): Vector3 =>
  add(corner, add(scale(right, x), scale(down, y)));

/* A ray that meets the screen at less than about 6° gives no useful point. */
const GRAZING = 0.1;

/** Where a ray from an eye meets the screen's plane, millimetres on the screen; undefined where it does not. */
export function crossing(
  { corner, right, down, normal }: ScreenFrame,
  originMm: Vector3,
  direction: Vector3,
): Point | undefined {
  const along = dot(normal, direction);
  const distance = dot(normal, subtract(corner, originMm)) / along;
  if (!(distance > 0) || Math.abs(along) < GRAZING) return undefined;
  const fromCorner = subtract(add(originMm, scale(direction, distance)), corner);
  return { x: dot(right, fromCorner), y: dot(down, fromCorner) };
}
