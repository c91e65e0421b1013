import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedSecondsOf, MAX_TRIES, restSeconds, secondsToNext } from './webhook-schedule.js';

const pauses = Array.from({ length: MAX_TRIES }, (_, tries) => secondsToNext(tries + 1, 0, 0.5));

describe('the schedule of webhooks', () => {
  it('eleven attempts are spread over almost a day, and the last is not followed by another', () => {
    expect(MAX_TRIES).toBe(11);
    expect(pauses.at(-1)).toBeUndefined();
    const total = pauses.slice(0, -1).reduce<number>((sum, each) => sum + each!, 0);
    expect(total).toBe(23 * 3600 + 42 * 60 + 35);
  });

  it('pauses vary by a fifth, and what a receiver asks for makes them longer up to an hour, never shorter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.double({ min: 0, max: 100_000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, asked, random) => {
          const plain = secondsToNext(tries, 0, random)!;
          expect(Math.abs(plain / pauses[tries - 1]! - 1)).toBeLessThanOrEqual(0.2 + 1e-9);
          expect(secondsToNext(tries, asked, random)).toBe(Math.max(plain, Math.min(asked, 3600)));
        },
      ),
    );
  });

  it('a receiver rests only after five failures in a row, for five minutes at most', () => {
    expect([0, 4, 5, 6, 9, 14, 1000].map(restSeconds)).toEqual([0, 0, 1, 2, 16, 300, 300]);
  });

  it.each([
    ['120', 120],
    [['7', '9'], 7],
    ['Mon, 30 Nov 2026 12:01:00 GMT', 60],
    ['Mon, 30 Nov 2026 11:00:00 GMT', 0],
    ['soon', 0],
    [undefined, 0],
  ])('Retry-After %j asks for %d s', (header, seconds) =>
    expect(askedSecondsOf(header, new Date('2026-11-30T12:00:00Z'))).toBe(seconds),
  );
});
