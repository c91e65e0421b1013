import { describe, expect, it } from '@jest/globals';
import { cardIn, lying, upright, usualPxPerMm } from './held-card.js';

describe('cardIn', () => {
  it.each([
    ['a window on a desk', 662, false, lying],
    ['a tablet', 768, true, lying],
    ['a phone', 390, true, upright],
    ['a phone on its side', 844, true, lying],
    ['a narrow window on a desk', 300, false, upright],
  ])('cardIn: on %s of %i CSS pixels the whole width of the card fits', (_, spacePx, isTouch, card) => {
    const pxPerMm = usualPxPerMm(isTouch);
    expect(cardIn(spacePx, pxPerMm)).toBe(card);
    expect(card.acrossMm * pxPerMm).toBeLessThanOrEqual(spacePx);
  });
});
