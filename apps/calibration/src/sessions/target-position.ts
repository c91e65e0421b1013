import { DomainError, invalid, type TargetPosition } from '@argus/contracts';
import type { Point, Screen } from '@argus/gaze-geometry';

const rounded = (value: number): number => Number(value.toFixed(4));

/** `0.1,0.9`, as the original writes a target. */
export const nameOfTarget = ({ x, y }: Point): string => `${rounded(x)},${rounded(y)}`;

/* Clients send fractions, older ones pixels; no fraction is that large. */
const MAX_FRACTION = 1.5;

/** A target in fractions of the screen. @throws DomainError when it is not on the screen, or in pixels of an unknown one. */
export function fractionOf({ x, y }: TargetPosition, screen: Screen | undefined): Point {
  const inPixels = x > MAX_FRACTION || y > MAX_FRACTION;
  if (inPixels && !screen) throw new DomainError('SCREEN_INFO_MISSING');
  const point = inPixels ? { x: x / screen!.widthPx, y: y / screen!.heightPx } : { x, y };
  if (point.x < 0 || point.x > 1 || point.y < 0 || point.y > 1)
    throw invalid('target_position', 'invalid', { text: 'the target is not on the screen' });
  return point;
}
