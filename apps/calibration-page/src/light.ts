export interface Light {
  /** Mean brightness of the picture, 0 to 255. */
  readonly mean: number;
  /** Shares of nearly black and nearly white pixels. */
  readonly dark: number;
  readonly bright: number;
}

const [DARK, BRIGHT] = [30, 240];

/** Measures the light in RGBA pixels, using every `step`-th pixel. */
export function measureLight(pixels: Uint8ClampedArray, step = 4): Light {
  let [sum, dark, bright, count] = [0, 0, 0, 0];
  for (let i = 0; i + 2 < pixels.length; i += 4 * step) {
    const luma = 0.2126 * pixels[i]! + 0.7152 * pixels[i + 1]! + 0.0722 * pixels[i + 2]!;
    sum += luma;
    dark += Number(luma < DARK);
    bright += Number(luma > BRIGHT);
    count++;
  }
  return { mean: sum / count, dark: dark / count, bright: bright / count };
}
