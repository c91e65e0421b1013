import sharp from 'sharp';
import type { RgbPicture } from './paper.ts';

/** Pixels of the screen per pixel of the camera: near one, so that the two grids beat (moiré). */
const PITCH = 1.07;
/** What a black screen still shines, and how bright its gaps are. */
const [BLACK, GAP] = [14, 0.55];

/**
 * Returns a JPEG of a photograph shown on a screen: stripes of red, green and blue that beat with the camera's pixels, raised black,
 * strong light. A drawing of the optics, and no real screen.
 */
export function photographScreen({ rgb, width, height }: RgbPicture): Promise<Buffer> {
  const out = Buffer.alloc(rgb.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) {
        const at = (y * width + x) * 3 + channel;
        const across = Math.cos(2 * Math.PI * (x * PITCH - channel / 3));
        const down = Math.cos(2 * Math.PI * y * PITCH);
        const lit = GAP + ((1 - GAP) * (2 + across + down)) / 4;
        out[at] = Math.min(255, Math.round(BLACK + rgb[at]! * lit * 1.25));
      }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .blur(0.6)
    .jpeg({ quality: 88 })
    .toBuffer();
}
