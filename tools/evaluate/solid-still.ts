import { type FacePicture, turnFace } from '@argus/testing/photographs';
import type { Irises } from '#vision/mesh/iris.js';
import type { Act } from './performance.ts';

/** Half axes of what the painted lid covers, in widths of the eye. */
const [HALF_WIDTH, HALF_HEIGHT] = [0.62, 0.34];

/**
 * Returns the frames of somebody who has one photograph of a person, draws it on the surface of a head, turns that as asked and paints
 * the skin above each eye over it: what a program sends that holds no camera.
 */
export function solidStill(
  photograph: Pick<FacePicture, 'rgb' | 'width' | 'height'>,
  irises: Irises,
): (act: Act) => Uint8Array {
  const centreOf = ({ x, y }: { x: number; y: number }) => [x, y] as const;
  const face = {
    ...photograph,
    rightEye: centreOf(irises.right.centre),
    leftEye: centreOf(irises.left.centre),
  };
  return ({ yaw, shut, hold }) => {
    const rgb = Uint8Array.from(photograph.rgb);
    if (shut > 0) for (const iris of [irises.right, irises.left]) paintLid(rgb, photograph, iris, shut);
    const degrees = yaw + [0, 1.2, -1.5][hold]!;
    return turnFace({ ...face, rgb }, degrees, { solid: true });
  };
}

function paintLid(
  rgb: Uint8Array,
  { rgb: from, width, height }: Pick<FacePicture, 'rgb' | 'width' | 'height'>,
  { outerCorner, innerCorner, widthPx }: Irises['right'],
  shut: number,
): void {
  const [cx, cy] = [(outerCorner.x + innerCorner.x) / 2, (outerCorner.y + innerCorner.y) / 2];
  const [a, b] = [HALF_WIDTH * widthPx, HALF_HEIGHT * widthPx];
  for (let y = Math.ceil(cy - b); y <= cy + b; y++)
    for (let x = Math.ceil(cx - a); x <= cx + a; x++) {
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      if (((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 > 1 || y > cy - b + 2 * b * shut) continue;
      const skin = (Math.max(0, Math.round(cy - b)) * width + x) * 3;
      rgb.set(from.subarray(skin, skin + 3), (y * width + x) * 3);
    }
}
