import { distance, MESH_SIZE_PX, type Mesh } from '../mesh/mesh.js';
import { leftEyePoints, rightEyePoints } from '../mesh/mesh-points.js';
import type { Point } from '../sampling/similarity-transform.js';

/** What hides a part of the face, as codes. */
export type Covering = 'MOUTH_COVERED' | 'EYES_COVERED';

/** Contrast and colour of the parts of a face. Logarithms of ratios, so that the light has no effect. */
export interface PartMeasures {
  /** Contrast of the mouth over that of the eyes. A mask makes it small, dark glasses make it large. */
  readonly mouthToEyes: number;
  /** How far the colour of chin, jaw and upper lip is from that of cheeks and forehead. */
  readonly colourShift: number;
  /** How far their brightness is. */
  readonly brightnessShift: number;
  /** Brightness of the brighter eye over that of the skin. */
  readonly eyeBrightness: number;
}

/** A disc on the face: around the mean of these mesh points, with a radius in distances between the eyes. */
interface Disc {
  readonly points: readonly number[];
  readonly radius: number;
}

const discs = {
  forehead: { points: [10, 9], radius: 0.2 },
  rightCheek: { points: [118], radius: 0.1 },
  leftCheek: { points: [347], radius: 0.1 },
  lowerRightCheek: { points: [207], radius: 0.13 },
  lowerLeftCheek: { points: [427], radius: 0.13 },
  chin: { points: [199], radius: 0.14 },
  rightJaw: { points: [214], radius: 0.1 },
  leftJaw: { points: [434], radius: 0.1 },
  upperLip: { points: [164], radius: 0.09 },
  mouth: { points: [13, 14], radius: 0.16 },
  rightEye: { points: [33, 133, 159, 145], radius: 0.2 },
  leftEye: { points: [263, 362, 386, 374], radius: 0.2 },
} as const satisfies Record<string, Disc>;
type Part = keyof typeof discs;

/** Bytes added to a brightness and to a contrast, so that black and flat parts have finite logarithms. */
const DARKEST = 8;
const FLATTEST = 1;

/* Limits of ADR 55: 98 % of drawn masks and dark glasses are told, and 7 of 695 photographs in which nothing is covered. */
const FLAT_MOUTH = -1.2;
const FLATTER_MOUTH = -0.8;
const OTHER_COLOUR = 0.2;
const OTHER_BRIGHTNESS = 0.5;
const FLAT_EYES = 0.7;
const DARK_EYES = -0.6;

/** Returns what seems to be covered. A hint for advice, no ground for a refusal. */
export function coveringsIn(parts: PartMeasures): Covering[] {
  const { mouthToEyes, colourShift, brightnessShift, eyeBrightness } = parts;
  const otherSkin = colourShift > OTHER_COLOUR || brightnessShift > OTHER_BRIGHTNESS;
  if (mouthToEyes < FLAT_MOUTH || (mouthToEyes < FLATTER_MOUTH && otherSkin)) return ['MOUTH_COVERED'];
  return mouthToEyes > FLAT_EYES && eyeBrightness < DARK_EYES ? ['EYES_COVERED'] : [];
}

/** @param crop the mesh's crop: RGB floats 0 to 1. */
export function measureParts(mesh: Mesh, crop: Float32Array): PartMeasures {
  const unit = distance(
    centreOf(mesh, eyeCorners(rightEyePoints)),
    centreOf(mesh, eyeCorners(leftEyePoints)),
  );
  const colours = Object.fromEntries(
    Object.entries(discs).map(([part, disc]) => [
      part,
      colourOf(crop, centreOf(mesh, disc.points), disc.radius * unit),
    ]),
  ) as Record<Part, Colour>;
  const mean = (...parts: Part[]) => meanOf(parts.map((part) => colours[part]));
  const upper = mean('rightCheek', 'leftCheek', 'forehead');
  const lower = mean('chin', 'rightJaw', 'leftJaw', 'upperLip');
  const skin = mean('rightCheek', 'leftCheek', 'forehead', 'lowerRightCheek', 'lowerLeftCheek');
  const { rightEye, leftEye, mouth } = colours;
  const eyeContrast = (rightEye.contrast + leftEye.contrast) / 2;
  return {
    mouthToEyes: Math.log((mouth.contrast + FLATTEST) / (eyeContrast + FLATTEST)),
    colourShift: Math.hypot(
      logRatio(lower.red, lower.green) - logRatio(upper.red, upper.green),
      logRatio(lower.green, lower.blue) - logRatio(upper.green, upper.blue),
    ),
    brightnessShift: Math.abs(logRatio(lower.brightness, upper.brightness)),
    eyeBrightness: logRatio(Math.max(rightEye.brightness, leftEye.brightness), skin.brightness),
  };
}

/** Means of a disc in bytes; the contrast is the standard deviation of the brightness. */
interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly brightness: number;
  readonly contrast: number;
}

const logRatio = (one: number, other: number): number => Math.log((one + DARKEST) / (other + DARKEST));
const eyeCorners = ({ outerCorner, innerCorner }: typeof rightEyePoints) => [outerCorner, innerCorner];

function centreOf(mesh: Mesh, points: readonly number[]): Point {
  const all = points.map((point) => mesh.inCrop(point));
  return {
    x: all.reduce((sum, { x }) => sum + x, 0) / all.length,
    y: all.reduce((sum, { y }) => sum + y, 0) / all.length,
  };
}

function colourOf(crop: Float32Array, { x: centreX, y: centreY }: Point, radius: number): Colour {
  const inside = (value: number) => Math.min(Math.max(Math.round(value), 0), MESH_SIZE_PX - 1);
  let [count, red, green, blue, sum, squares] = [0, 0, 0, 0, 0, 0];
  for (let y = inside(centreY - radius); y <= inside(centreY + radius); y++)
    for (let x = inside(centreX - radius); x <= inside(centreX + radius); x++) {
      if (Math.hypot(x - centreX, y - centreY) > radius) continue;
      const at = (y * MESH_SIZE_PX + x) * 3;
      const [r, g, b] = [255 * crop[at]!, 255 * crop[at + 1]!, 255 * crop[at + 2]!];
      const brightness = 0.299 * r + 0.587 * g + 0.114 * b;
      count++;
      red += r;
      green += g;
      blue += b;
      sum += brightness;
      squares += brightness * brightness;
    }
  const mean = (total: number) => total / Math.max(count, 1);
  const contrast = Math.sqrt(Math.max(mean(squares) - mean(sum) ** 2, 0));
  return { red: mean(red), green: mean(green), blue: mean(blue), brightness: mean(sum), contrast };
}

function meanOf(colours: readonly Colour[]): Colour {
  const mean = (key: keyof Colour) => colours.reduce((sum, colour) => sum + colour[key], 0) / colours.length;
  return {
    red: mean('red'),
    green: mean('green'),
    blue: mean('blue'),
    brightness: mean('brightness'),
    contrast: mean('contrast'),
  };
}
