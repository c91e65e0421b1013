import { describe, expect, it } from '@jest/globals';
import { bandwidthOf, lengthOf } from './camera-health.service.js';

describe('health in words', () => {
  it.each([
    [1000, '1 second'],
    [119_000, '119 seconds'],
    [120_000, '2 minutes'],
    [48 * 3_600_000, '48 hours'],
  ])('%i ms are %s', (ms, words) => expect(lengthOf(ms)).toBe(words));
  it.each([
    [2_300_000, '2.3 Mbps'],
    [42_000, '42.0 kbps'],
  ])('%i bit/s are %s', (bits, words) => expect(bandwidthOf(bits)).toBe(words));
});
