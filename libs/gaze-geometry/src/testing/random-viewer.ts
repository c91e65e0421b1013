import { radians } from '../angles/gaze-angle.js';
import { cameraPositions, type Screen } from '../screens/screen.js';
import { nominalPose, type ScreenPose } from '../screens/screen-pose.js';
import type { Vector3 } from '../vectors/vector.js';
import type { Random } from './random.js';
import type { SyntheticViewer } from './synthetic-viewer.js';

/** Laptops to large monitors, millimetres and pixels. */
const sizes = [
  [294, 165, 1920, 1080],
  [344, 194, 1920, 1080],
  [527, 296, 1920, 1080],
  [597, 336, 2560, 1440],
] as const;

export interface ViewerOptions {
  /** Whether the camera sits elsewhere than the record says and looks 10° to 20° up or down past the user. */
  readonly askew: boolean;
  readonly headMovementMm: number;
  readonly noiseDeg: number;
}

export function randomViewer(
  random: Random,
  { askew, headMovementMm, noiseDeg }: ViewerOptions,
): SyntheticViewer {
  const [widthMm, heightMm, widthPx, heightPx] = random.pick(sizes);
  const screen: Screen = {
    widthMm,
    heightMm,
    widthPx,
    heightPx,
    sizeSource: 'measured',
    cameraPosition: random.pick(cameraPositions.slice(0, 3)),
    viewingDistanceMm: 600,
  };
  const nominal = nominalPose(screen);
  const around = (spread: number): Vector3 => [
    random.between(-spread, spread),
    random.between(-spread, spread),
    random.between(-spread, spread),
  ];
  const signed = (least: number, most: number): number => random.pick([-1, 1]) * random.between(least, most);
  const offset = around(askew ? 60 : 0);
  const pose: ScreenPose = {
    cornerMm: nominal.cornerMm.map((value, i) => value + offset[i]!) as unknown as Vector3,
    rotationRad: askew
      ? [signed(radians(10), radians(20)), random.between(-1, 1) * radians(12), around(radians(4))[2]]
      : [0, 0, 0],
  };
  const [x, y] = [nominal.cornerMm[0] - widthMm / 2, nominal.cornerMm[1] + heightMm / 2];
  const distance = widthMm < 400 ? random.between(450, 650) : random.between(550, 800);
  const eyeMm: Vector3 = [x + random.between(-60, 60), y + random.between(-60, 60), distance];
  return { screen, pose, eyeMm, headMovementMm, noiseDeg };
}
