import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  earliestSignsFrom,
  keyLifeMs,
  keyRoles,
  publishLeadMs,
  type ScheduledKey,
  successorSignsFrom,
} from './key-schedule.js';

const start = Date.parse('2026-01-01T00:00:00Z');
const at = (ms: number): Date => new Date(start + ms);
const key = (kid: string, signsFromMs: number, publishedMs = signsFromMs): ScheduledKey => ({
  kid,
  publishedAt: at(publishedMs),
  signsFrom: at(signsFromMs),
});

describe('the schedule of signing keys', () => {
  it('key schedule: the latest started key signs, and its predecessor stays for its last token', () => {
    const keys = [key('old', 0), key('new', keyLifeMs), key('next', 2 * keyLifeMs, keyLifeMs)];
    const justAfter = keyRoles(keys, at(keyLifeMs));
    expect(justAfter.current?.kid).toBe('new');
    expect(justAfter.next?.kid).toBe('next');
    expect(justAfter.previous.map(({ kid }) => kid)).toEqual(['old']);
    const tail = 61 * 60_000;
    expect(keyRoles(keys, at(keyLifeMs + tail - 1)).previous).toHaveLength(1);
    expect(keyRoles(keys, at(keyLifeMs + tail)).expired.map(({ kid }) => kid)).toEqual(['old']);
  });

  it('key schedule: a successor never signs before verifiers know it', () => {
    const late = at(keyLifeMs - 1000);
    expect(successorSignsFrom(key('current', 0), late)).toEqual(new Date(late.getTime() + publishLeadMs));
    expect(earliestSignsFrom(key('next', keyLifeMs, 1000), at(2000))).toEqual(at(1000 + publishLeadMs));
    expect(earliestSignsFrom(key('next', keyLifeMs, 0), at(publishLeadMs))).toEqual(at(publishLeadMs));
  });

  it('key schedule: at every moment each started key has exactly one role', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 4 * keyLifeMs }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 5 * keyLifeMs }), (starts, now) => {
        const keys = starts.map((ms, index) => key(String(index), ms));
        const { current, previous, expired } = keyRoles(keys, at(now));
        const begun = keys.filter(({ signsFrom }) => signsFrom <= at(now));
        expect([current, ...previous, ...expired].filter(Boolean)).toHaveLength(begun.length);
        expect(current !== undefined).toBe(begun.length > 0);
        for (const other of [...previous, ...expired]) {
          expect(other.signsFrom.getTime()).toBeLessThanOrEqual(current!.signsFrom.getTime());
        }
      }),
    );
  });
});
