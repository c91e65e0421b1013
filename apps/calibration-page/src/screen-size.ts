export interface ScreenPixels {
  /** CSS pixels of the whole screen. */
  readonly width: number;
  readonly height: number;
}

export interface ScreenSize {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly diagonalInches: number;
}

const MM_PER_INCH = 25.4;

/** Returns the size of a screen with so many CSS pixels in a millimetre. Assumes square pixels. */
export function sizeOf({ width, height }: ScreenPixels, pxPerMm: number): ScreenSize {
  const widthMm = width / pxPerMm;
  const heightMm = height / pxPerMm;
  return { widthMm, heightMm, diagonalInches: Math.hypot(widthMm, heightMm) / MM_PER_INCH };
}

export interface WindowGeometry {
  readonly screenX: number;
  readonly screenY: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  readonly innerWidth: number;
  readonly innerHeight: number;
}

/**
 * Returns where a point of the window lies on the screen, in fractions of the screen. Assumes equal borders left and right,
 * and all bars above the page. This is exact in full screen.
 */
export function onScreen(
  point: { readonly x: number; readonly y: number },
  page: WindowGeometry,
  { width, height }: ScreenPixels,
): { x: number; y: number } {
  const border = Math.max(0, (page.outerWidth - page.innerWidth) / 2);
  const above = Math.max(0, page.outerHeight - page.innerHeight - border);
  return { x: (page.screenX + border + point.x) / width, y: (page.screenY + above + point.y) / height };
}
