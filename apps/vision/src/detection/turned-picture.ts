import type { Picture } from '@argus/imaging';

/** Returns the picture turned clockwise by so many quarters. */
export function turned({ rgb, width, height, original }: Picture, quarters: 1 | 2 | 3): Picture {
  const swaps = quarters !== 2;
  const [wide, high] = swaps ? [height, width] : [width, height];
  const turnedRgb = new Uint8Array(rgb.length);
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++) {
      const [fromX, fromY] =
        quarters === 1
          ? [y, height - 1 - x]
          : quarters === 2
            ? [width - 1 - x, height - 1 - y]
            : [width - 1 - y, x];
      const from = (fromY * width + fromX) * 3;
      const to = (y * wide + x) * 3;
      for (let channel = 0; channel < 3; channel++) turnedRgb[to + channel] = rgb[from + channel]!;
    }
  return { rgb: turnedRgb, width: wide, height: high, original };
}
