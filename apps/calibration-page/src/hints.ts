import type { GazeFrame } from './api.js';
import type { Light } from './light.js';

export interface Hint {
  readonly good: boolean;
  readonly text: string;
}

const MIN_DISTANCE_MM = 350;
const MAX_DISTANCE_MM = 900;
const MAX_TURN_RAD = 0.35;

/** Returns whether the light is good enough for the eyes to be visible. */
export function lightHint({ mean, dark, bright }: Light): Hint {
  if (mean < 50 || dark > 0.7) return { good: false, text: 'It is dark: put a lamp in front of you.' };
  if (bright > 0.35)
    return { good: false, text: 'There is a bright light behind or on you: move it or turn away from it.' };
  return { good: true, text: 'The light is good.' };
}

/** Returns hints about the last picture that the server measured; bad ones say what to do. */
export function faceHints({
  error,
  message,
  faces_detected: faces,
  width_px,
  height_px,
  face,
}: GazeFrame): Hint[] {
  if (error !== null || face === null) return [{ good: false, text: message ?? 'No face is visible.' }];
  const hints: Hint[] = [{ good: true, text: 'Your face and both eyes are visible.' }];
  if (faces > 1)
    hints.push({ good: false, text: 'Somebody else is in the picture: only you should be in it.' });
  const distance = Math.hypot(...face.gaze_origin_mm);
  const about = `${Math.round(distance / 10)} cm`;
  if (distance < MIN_DISTANCE_MM)
    hints.push({ good: false, text: `You are close (about ${about}): lean back a little.` });
  else if (distance > MAX_DISTANCE_MM)
    hints.push({ good: false, text: `You are far away (about ${about}): come closer.` });
  else hints.push({ good: true, text: `The distance is right (about ${about}).` });
  if (!isCentred(face.box, width_px ?? 0, height_px ?? 0))
    hints.push({ good: false, text: 'Move into the middle of the picture.' });
  const [pitch = 0, yaw = 0] = face.head_rotation_rad;
  if (Math.hypot(pitch, yaw) > MAX_TURN_RAD)
    hints.push({ good: false, text: 'Turn your head towards the screen.' });
  return hints;
}

function isCentred(
  { x, y, width, height }: NonNullable<GazeFrame['face']>['box'],
  across: number,
  down: number,
): boolean {
  const fromMiddle = Math.abs((x + width / 2) / across - 0.5);
  return fromMiddle < 0.25 && y > -0.05 * down && y + height < down * 1.05;
}
