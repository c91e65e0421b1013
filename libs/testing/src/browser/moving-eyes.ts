/** RGB, row by row. */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface IrisPlace {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** In iris radii: pixels within the first move fully, pixels beyond the second stay. */
const FULL_RADII = 1.1;
const STILL_RADII = 2.5;

/**
 * Returns the picture with its irises moved by fractions of their radius; the eye around them moves less with distance. The
 * person then looks elsewhere, and the rest of the photograph stays real.
 */
export function moveEyes(picture: Pixels, irises: readonly IrisPlace[], dx: number, dy: number): Pixels {
  const rgb = Uint8Array.from(picture.rgb);
  for (const { x: cx, y: cy, radius } of irises) {
    const reach = Math.ceil(radius * (STILL_RADII + 0.5));
    for (let y = Math.round(cy) - reach; y <= cy + reach; y++) {
      for (let x = Math.round(cx) - reach; x <= cx + reach; x++) {
        const distance = Math.hypot(x - cx - dx * radius, y - cy - dy * radius) / radius;
        const share =
          distance < FULL_RADII
            ? 1
            : distance > STILL_RADII
              ? 0
              : falling((distance - FULL_RADII) / (STILL_RADII - FULL_RADII));
        if (share > 0) copyPixel(picture, x - dx * radius * share, y - dy * radius * share, rgb, x, y);
      }
    }
  }
  return { ...picture, rgb };
}

/** Falls smoothly from 1 to 0 as `way` goes from 0 to 1. */
const falling = (way: number): number => (1 + Math.cos(Math.PI * way)) / 2;

function copyPixel(from: Pixels, x: number, y: number, to: Uint8Array, atX: number, atY: number): void {
  const { rgb, width } = from;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const [across, down] = [x - left, y - top];
  for (let channel = 0; channel < 3; channel++) {
    const value = (column: number, row: number) => rgb[(row * width + column) * 3 + channel] ?? 0;
    const above = value(left, top) * (1 - across) + value(left + 1, top) * across;
    const below = value(left, top + 1) * (1 - across) + value(left + 1, top + 1) * across;
    to[(atY * width + atX) * 3 + channel] = Math.round(above * (1 - down) + below * down);
  }
}
