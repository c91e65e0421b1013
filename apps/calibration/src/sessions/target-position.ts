import { DomainError, invalid, type TargetPosition } from '@argus/contracts';
import type { Point, Screen } from '@argus/gaze-geometry';

const rounded = (value: number): number => Number(value.toFixed(4));

/** Returns a target as the original API writes it: `0.1,0.9`. */
export const nameOfTarget = ({ x, y }: Point): string => `${rounded(x)},${rounded(y)}`;

/* Clients send fractions, older ones send pixels: larger values are pixels. */
const MAX_FRACTION = 1.5;

/**
 * Returns a target in fractions of the screen.
 * @throws DomainError SCREEN_INFO_MISSING for pixels of an unknown screen; VALIDATION_FAILED off the screen.
 */
export function fractionOf({ x, y }: TargetPosition, screen: Screen | undefined): Point {
  const inPixels = x > MAX_FRACTION || y > MAX_FRACTION;
  if (inPixels && !screen) throw new DomainError('SCREEN_INFO_MISSING');
  const point = inPixels ? { x: x / screen!.widthPx, y: y / screen!.heightPx } : { x, y };
  if (point.x < 0 || point.x > 1 || point.y < 0 || point.y > 1)
    throw invalid('target_position', 'invalid', { text: 'the target is not on the screen' });
  return point;
}
