import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RareWarnings } from './rare-warnings.js';

describe('RareWarnings', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('RareWarnings: the same text of a place is new once an hour, whatever numbers it holds; another reason is new at once', () => {
    const warnings = new RareWarnings();
    expect(warnings.isNew('readings.1', 'Reading 1: temperature not_a_number')).toBe(true);
    expect(warnings.isNew('readings.1', 'Reading 27: temperature not_a_number')).toBe(false);
    expect(warnings.isNew('readings.1', 'Reading 1: pressure required')).toBe(true);
    expect(warnings.isNew('readings.2', 'Reading 1: temperature not_a_number')).toBe(true);
    jest.advanceTimersByTime(3_600_001);
    expect(warnings.isNew('readings.1', 'Reading 1: temperature not_a_number')).toBe(true);
  });

  it('RareWarnings: a place with ever new texts gets few lines, and hides no other place', () => {
    const warnings = new RareWarnings();
    const letters = Array.from({ length: 500 }, (_, n) => String.fromCodePoint(0x4e00 + n));
    expect(letters.filter((text) => warnings.isNew('readings.1', text))).toHaveLength(20);
    expect(warnings.isNew('readings.2', 'x')).toBe(true);
  });

  it('RareWarnings: more than a thousand places an hour get no line, and none is warned about again for that', () => {
    const warnings = new RareWarnings();
    const lines = (text: string): number =>
      Array.from({ length: 1500 }, (_, place) => warnings.isNew(`place ${place}`, text)).filter(Boolean)
        .length;
    expect([lines('x'), lines('x')]).toEqual([1000, 0]);
    jest.advanceTimersByTime(3_600_001);
    expect(lines('x')).toBe(1000);
  });
});
