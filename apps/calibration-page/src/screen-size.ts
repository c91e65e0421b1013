/** Width of bank and identity cards, ISO/IEC 7810 ID-1. */
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

/** The screen's size when a card on it is as wide as that many CSS pixels; pixels are square. */
export function sizeByCard({ width, height }: ScreenPixels, cardWidthPx: number): ScreenSize {
  const mmPerPx = CARD_WIDTH_MM / cardWidthPx;
  const widthMm = width * mmPerPx;
  const heightMm = height * mmPerPx;
  return { widthMm, heightMm, diagonalInches: Math.hypot(widthMm, heightMm) / MM_PER_INCH };
}

/** What a card measures where a CSS pixel is what its name says, 1/96 inch: where the slider starts. */
export const usualCardWidthPx = Math.round((CARD_WIDTH_MM / MM_PER_INCH) * 96);

export interface WindowPlace {
  readonly screenX: number;
  readonly screenY: number;
  readonly outerWidth: number;
  readonly outerHeight: number;
  readonly innerWidth: number;
  readonly innerHeight: number;
}

/**
 * Where a point of the window lies on the screen, as fractions of the screen. Borders are taken to be equal left and right and
 * everything above the page to be at the top, which is exact in full screen.
 */
export function onScreen(
  point: { readonly x: number; readonly y: number },
  place: WindowPlace,
  { width, height }: ScreenPixels,
): { x: number; y: number } {
  const border = Math.max(0, (place.outerWidth - place.innerWidth) / 2);
  const above = Math.max(0, place.outerHeight - place.innerHeight - border);
  return { x: (place.screenX + border + point.x) / width, y: (place.screenY + above + point.y) / height };
}
