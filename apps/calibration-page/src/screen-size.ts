/** Size of bank and identity cards, ISO/IEC 7810 ID-1. */
export const CARD_WIDTH_MM = 85.6;
export const CARD_HEIGHT_MM = 53.98;

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

/** Returns the size of a screen on which a card covers `cardWidthPx` CSS pixels. Assumes square pixels. */
export function sizeByCard({ width, height }: ScreenPixels, cardWidthPx: number): ScreenSize {
  const mmPerPx = CARD_WIDTH_MM / cardWidthPx;
  const widthMm = width * mmPerPx;
  const heightMm = height * mmPerPx;
  return { widthMm, heightMm, diagonalInches: Math.hypot(widthMm, heightMm) / MM_PER_INCH };
}

/** Start of the slider: the width of a card if a CSS pixel is 1/96 inch, as CSS defines it. */
export const INITIAL_CARD_WIDTH_PX = Math.round((CARD_WIDTH_MM / MM_PER_INCH) * 96);

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
