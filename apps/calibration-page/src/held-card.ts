/** How a bank or identity card (ISO/IEC 7810 ID-1) is held against the screen. */
export interface HeldCard {
  readonly acrossMm: number;
  readonly downMm: number;
}

export const lying: HeldCard = { acrossMm: 85.6, downMm: 53.98 };
export const upright: HeldCard = { acrossMm: lying.downMm, downMm: lying.acrossMm };

const MM_PER_INCH = 25.4;

/** CSS pixels in a millimetre of a usual screen: 96 in an inch, as CSS defines them; 160 on phones and tablets, as Android does. */
export const usualPxPerMm = (isTouch: boolean): number => (isTouch ? 160 : 96) / MM_PER_INCH;

/** Returns how a card fits into a width of CSS pixels. A phone is narrower than the long edge. */
export const cardIn = (spacePx: number, pxPerMm: number): HeldCard =>
  spacePx >= lying.acrossMm * pxPerMm ? lying : upright;
