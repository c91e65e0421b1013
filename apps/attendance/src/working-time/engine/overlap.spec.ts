import { describe, expect, it } from '@jest/globals';
import { assigned, shiftOf } from '../../testing/worked-case.js';
import { OverlapSearch } from './overlap.js';
import type { KeptShift } from './planned-shift.js';
import type { KeptAssignment } from './shift-plan.js';

const shift = (id: string, parts: string, zone = 'UTC') => shiftOf({ parts }, id, zone);
const found = (
  shifts: readonly KeptShift[],
  one: KeptAssignment,
  ...others: KeptAssignment[]
): string | undefined => {
  const overlap = new OverlapSearch(shifts).find(one, others);
  return (
    overlap && `${overlap.one.shift.id} ${overlap.one.date}, ${overlap.other.shift.id} ${overlap.other.date}`
  );
};
const early = shift('early', '05:00-13:00');
const night = shift('night', '22:00-06:00');
const day = shift('day', '09:00-17:00');

describe('overlapping shifts', () => {
  it('a rotation by days may turn from a night into an early shift that begins before it ends', () => {
    const daily = assigned(['early', 'night'], { turn: 'day', date_from: '2026-03-02' });
    expect(found([early, night], daily)).toBe('night 2026-03-03, early 2026-03-04');
    expect(found([early, night], assigned(['early', 'night', 'off'], { turn: 'day' }))).toBeUndefined();
  });

  it('a rotation by weeks meets on the Monday after the week of nights', () => {
    expect(found([early, night], assigned(['night', 'early'], { date_from: '2026-03-02' }))).toBe(
      'night 2026-03-08, early 2026-03-09',
    );
  });

  it('the night before the first day of an assignment reaches into it', () => {
    const nights = assigned(['night'], { date_to: '2026-03-15' });
    const from = (date_from: string) => found([early, night], assigned(['early'], { date_from }), nights);
    expect(from('2026-03-16')).toBe('night 2026-03-15, early 2026-03-16');
    expect(from('2026-03-17')).toBeUndefined();
  });

  it('rotations that meet only after weeks are found', () => {
    const one = assigned(['day', 'off', 'off'], { date_from: '2026-03-02' });
    const other = assigned(['off', 'day', 'off', 'off', 'off'], { date_from: '2026-03-02' });
    /* Weeks 0, 3, 6 and weeks 1, 6: the seventh week. */
    expect(found([day], one, other)).toBe('day 2026-04-13, day 2026-04-13');
  });

  it('a shift fits between the parts of a split one, and shifts that touch do not overlap', () => {
    const split = shift('split', '06:00-09:00 17:00-20:00');
    expect(found([split, day], assigned(['split']), assigned(['day']))).toBeUndefined();
  });

  it('shifts of two zones are compared by moments', () => {
    const there = shift('there', '18:00-23:00', 'Asia/Tokyo');
    /* 18:00 in Tokyo is 09:00 UTC. */
    expect(found([day, there], assigned(['day'], { date_from: '2026-03-02' }), assigned(['there']))).toBe(
      'day 2026-03-02, there 2026-03-02',
    );
    const later = shift('later', '02:00-08:00', 'Asia/Tokyo');
    expect(found([day, later], assigned(['day']), assigned(['later']))).toBeUndefined();
  });
});
