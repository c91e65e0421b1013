import { describe, expect, it } from '@jest/globals';
import { onScreen, sizeByCard, usualCardWidthPx } from './screen-size.js';

describe('sizeByCard', () => {
  it('takes the card for the ruler', () => {
    const { widthMm, heightMm, diagonalInches } = sizeByCard({ width: 1920, height: 1080 }, 300);
    expect(widthMm).toBeCloseTo((1920 * 85.6) / 300, 9);
    expect(heightMm / widthMm).toBeCloseTo(1080 / 1920, 9);
    expect(diagonalInches).toBeCloseTo(Math.hypot(widthMm, heightMm) / 25.4, 9);
  });

  it('starts where a CSS pixel is 1/96 inch', () => {
    expect(sizeByCard({ width: 96, height: 96 }, usualCardWidthPx).widthMm).toBeCloseTo(25.4, 0);
  });
});

describe('onScreen', () => {
  const full = {
    screenX: 0,
    screenY: 0,
    outerWidth: 1280,
    outerHeight: 800,
    innerWidth: 1280,
    innerHeight: 800,
  };

  it('is the share of the window in full screen', () => {
    expect(onScreen({ x: 128, y: 720 }, full, { width: 1280, height: 800 })).toEqual({ x: 0.1, y: 0.9 });
  });

  it('counts in the place of a window, its borders and its bars', () => {
    const place = {
      screenX: 100,
      screenY: 50,
      outerWidth: 820,
      outerHeight: 700,
      innerWidth: 800,
      innerHeight: 600,
    };
    expect(onScreen({ x: 0, y: 0 }, place, { width: 1000, height: 1000 })).toEqual({ x: 0.11, y: 0.14 });
  });
});
