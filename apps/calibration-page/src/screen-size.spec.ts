import { describe, expect, it } from '@jest/globals';
import { usualPxPerMm } from './held-card.js';
import { onScreen, sizeOf } from './screen-size.js';

describe('sizeOf', () => {
  it('sizeOf: measures the screen by the card', () => {
    const { widthMm, heightMm, diagonalInches } = sizeOf({ width: 1920, height: 1080 }, 300 / 85.6);
    expect(widthMm).toBeCloseTo((1920 * 85.6) / 300, 9);
    expect(heightMm / widthMm).toBeCloseTo(1080 / 1920, 9);
    expect(diagonalInches).toBeCloseTo(Math.hypot(widthMm, heightMm) / 25.4, 9);
  });

  it('sizeOf: 96 CSS pixels of a usual screen are an inch, on a phone 160', () => {
    expect(sizeOf({ width: 96, height: 96 }, usualPxPerMm(false)).widthMm).toBeCloseTo(25.4, 9);
    expect(sizeOf({ width: 160, height: 160 }, usualPxPerMm(true)).widthMm).toBeCloseTo(25.4, 9);
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

  it('onScreen: in full screen a point has the same fractions as in the window', () => {
    expect(onScreen({ x: 128, y: 720 }, full, { width: 1280, height: 800 })).toEqual({ x: 0.1, y: 0.9 });
  });

  it('onScreen: accounts for the position, borders and bars of a window', () => {
    const windowGeometry = {
      screenX: 100,
      screenY: 50,
      outerWidth: 820,
      outerHeight: 700,
      innerWidth: 800,
      innerHeight: 600,
    };
    expect(onScreen({ x: 0, y: 0 }, windowGeometry, { width: 1000, height: 1000 })).toEqual({
      x: 0.11,
      y: 0.14,
    });
  });
});
