import type { PictureState } from '@argus/contracts';
import type { PictureDifference, PictureMeasures } from '@argus/imaging';

/* Limits of the attendance document's recognition settings: blur 100, brightness 50 to 200. */
const MIN_SHARPNESS = 100;
const [MIN_BRIGHTNESS, MAX_BRIGHTNESS] = [50, 200];
/** Below it a picture is of one colour. A lamp's gradient on a covered lens has less, an empty wall more. */
const MIN_CONTRAST = 5;
/** Of 255. A picture that stands still differs by 0.06 to 0.15 after decoding, the noise of a living sensor by more. */
const FROZEN_BELOW = 0.2;
/** Somebody who moves changes the cells of a tile by more than noise and compression do. */
const MOVING_FROM = 4;
/** A smaller picture shows a face large enough only right before the camera. */
const MIN_HEIGHT_PX = 480;

export const isMoving = ({ most }: PictureDifference): boolean => most >= MOVING_FROM;
export const isStill = ({ mean }: PictureDifference): boolean => mean < FROZEN_BELOW;

/** @param isFrozen whether the pictures before were all the same for a while */
export function pictureStateOf(
  { brightness, contrast, sharpness }: Omit<PictureMeasures, 'cells'>,
  isFrozen = false,
): PictureState {
  if (contrast < MIN_CONTRAST) return 'blocked';
  if (isFrozen) return 'frozen';
  if (brightness < MIN_BRIGHTNESS) return 'dark';
  if (brightness > MAX_BRIGHTNESS) return 'bright';
  return sharpness < MIN_SHARPNESS ? 'blurred' : 'good';
}

/** Returns 0 (of no use) to 1: how sharp and how well exposed the picture is, each against its limit. */
export function qualityScoreOf({ brightness, contrast, sharpness }: Omit<PictureMeasures, 'cells'>): number {
  if (contrast < MIN_CONTRAST) return 0;
  const light =
    brightness < MIN_BRIGHTNESS
      ? brightness / MIN_BRIGHTNESS
      : brightness > MAX_BRIGHTNESS
        ? (255 - brightness) / (255 - MAX_BRIGHTNESS)
        : 1;
  return Math.min(1, sharpness / MIN_SHARPNESS) * light;
}

/** What whoever installs the camera does about a picture. */
export const pictureAdvice: Readonly<Record<Exclude<PictureState, 'good'>, string>> = {
  blocked: 'The picture is of one colour: uncover the lens, or switch on the light.',
  frozen:
    'The picture has not changed for a while: nothing happens before the camera, or its encoder hangs. Wave before it; if it stays, restart it.',
  dark: 'The picture is too dark to recognise faces: add light, or lengthen the exposure.',
  bright:
    'The picture is too bright to recognise faces: turn the camera away from the light, or shorten the exposure.',
  blurred:
    'The picture has too little detail to recognise faces: clean and focus the lens, or raise the quality of the video.',
};

export const sizeAdvice = ({ width, height }: Pick<PictureMeasures, 'width' | 'height'>): string[] =>
  height < MIN_HEIGHT_PX
    ? [
        `At ${width} x ${height} pixels only faces right before the camera are large enough: choose a larger picture.`,
      ]
    : [];
