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

/** Within this many radii the iris moves as a whole, beyond the second number nothing does. */
const WHOLE = 1.1;
const NOTHING = 2.5;

/**
 * The picture with its irises moved by shares of their radius: the iris as a whole, the eye around it less and less. Such a
 * person looks elsewhere, and everything else of the photograph stays real.
 */
export function moveEyes(picture: Pixels, irises: readonly IrisPlace[], dx: number, dy: number): Pixels {
  const rgb = Uint8Array.from(picture.rgb);
  for (const { x: cx, y: cy, radius } of irises) {
    const reach = Math.ceil(radius * (NOTHING + 0.5));
    for (let y = Math.round(cy) - reach; y <= cy + reach; y++) {
      for (let x = Math.round(cx) - reach; x <= cx + reach; x++) {
        const away = Math.hypot(x - cx - dx * radius, y - cy - dy * radius) / radius;
        const share = away < WHOLE ? 1 : away > NOTHING ? 0 : falling((away - WHOLE) / (NOTHING - WHOLE));
        if (share > 0) copyPixel(picture, x - dx * radius * share, y - dy * radius * share, rgb, x, y);
      }
    }
  }
  return { ...picture, rgb };
}

/** From one to zero without a kink. */
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
