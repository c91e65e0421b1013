import { open } from 'node:fs/promises';
import type { Pixels } from './moving-eyes.js';

export interface FakeCamera {
  readonly framesPerSecond: number;
  /** Shown one after another, in a loop. */
  readonly scenes: readonly Pixels[];
  readonly secondsPerScene: number;
}

/**
 * Returns the brightness, 0 to 255, of a square in the upper left corner, by which a test recognises the scene. A second
 * square beside it turns from black to white while the scene lasts.
 */
export const markOf = (scene: number): number => 20 + scene * 14;
export const MARK_PX = 32;
/** Amplitude of the noise: a real sensor is never still, and equal pictures would not look like a camera. */
const NOISE = 3;

/** Writes a film (YUV4MPEG2) for a browser's fake camera, with noise on every frame. */
export async function writeFakeCamera(file: string, camera: FakeCamera): Promise<void> {
  const { framesPerSecond, scenes, secondsPerScene } = camera;
  const [first] = scenes;
  if (!first) throw new Error('A film needs a scene');
  const { width, height } = first;
  const film = await open(file, 'w');
  try {
    await film.write(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420mpeg2\n`);
    let seed = 1;
    const noise = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed / 2 ** 31 - 1) * NOISE;
    };
    for (const [number, scene] of scenes.entries()) {
      const { luma, chroma } = toYuv(scene);
      for (let i = 0; i < framesPerSecond * secondsPerScene; i++) {
        const noisy = Uint8ClampedArray.from(luma, (value) => value + noise());
        mark(noisy, width, 0, markOf(number));
        mark(noisy, width, MARK_PX, (255 * i) / (framesPerSecond * secondsPerScene));
        await film.write('FRAME\n');
        await film.write(noisy);
        await film.write(chroma);
      }
    }
  } finally {
    await film.close();
  }
}

/** Draws a square of a brightness from 0 to 255. Video luma ranges from 16 to 235 only. */
function mark(luma: Uint8ClampedArray, width: number, left: number, brightness: number): void {
  const value = 16 + (brightness * 219) / 255;
  for (let y = 0; y < MARK_PX; y++) luma.fill(value, y * width + left, y * width + left + MARK_PX);
}

/** Returns 4:2:0 luma and chroma (ITU-R BT.601, studio range). */
function toYuv({ rgb, width, height }: Pixels): { luma: Uint8Array; chroma: Uint8Array } {
  const luma = new Uint8Array(width * height);
  const half = (width / 2) * (height / 2);
  const chroma = new Uint8Array(half * 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const [r, g, b] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
      luma[y * width + x] = 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256;
      if (x % 2 === 1 || y % 2 === 1) continue;
      const small = (y / 2) * (width / 2) + x / 2;
      chroma[small] = 128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256;
      chroma[half + small] = 128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256;
    }
  }
  return { luma, chroma };
}
