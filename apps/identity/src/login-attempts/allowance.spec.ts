import { families } from '@argus/contracts';
import { describe, expect, it } from '@jest/globals';
import {
  accountAllowance,
  addressAllowance,
  type Allowance,
  charged,
  type Count,
  isKnown,
  knownPlaceMs,
  nameAllowance,
  waitMs,
} from './allowance.js';

const { paceMs, maxFailures } = accountAllowance;
const start = new Date('2026-03-01T08:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const fresh = (): Count => ({
  failures: 0,
  windowFrom: start,
  lastFailureAt: null,
  lastSuccessAt: null,
});
const wait = (allowance: Allowance, count: Partial<Count>, now: Date, factor = 1): number =>
  waitMs([{ allowance, count: { ...fresh(), ...count } }], now, factor);
const failed = (failures: number): Partial<Count> => ({ failures, lastFailureAt: start });

describe('attempts at one account from one address', () => {
  it('login allowance, one address: ten failures at once, then one each half minute until the day ends', () => {
    let count = fresh();
    for (let failures = 0; failures < 10; failures++) {
      expect(wait(accountAllowance, count, start)).toBe(0);
      count = charged(count, accountAllowance, start);
    }
    expect(wait(accountAllowance, count, after(1000))).toBe(29_000);
    count = charged(count, accountAllowance, after(30_000));
    expect(wait(accountAllowance, count, after(30_000))).toBe(30_000);
    expect(wait(accountAllowance, count, after(24 * 3_600_000))).toBe(0);
  });

  it('login allowance, one address: the factor multiplies the allowed failures', () => {
    expect(wait(accountAllowance, failed(999), start, 100)).toBe(0);
    expect(wait(accountAllowance, failed(999), start, 10)).toBeGreaterThan(0);
  });

  it('login allowance, one address: a hundred failures a day at most', () => {
    expect(wait(accountAllowance, failed(maxFailures), after(paceMs))).toBeGreaterThan(23 * 3_600_000);
  });
});

describe('attempts at one name from all addresses', () => {
  const ofOneName = nameAllowance('proctorx');

  it('login allowance, all addresses: one in thirty seconds after ten failures, none after a hundred', () => {
    expect(wait(ofOneName, failed(9), start)).toBe(0);
    expect(wait(ofOneName, failed(10), after(1000))).toBe(paceMs - 1000);
    expect(wait(ofOneName, failed(99), after(paceMs))).toBe(0);
    expect(wait(ofOneName, failed(maxFailures), after(paceMs))).toBe(24 * 3_600_000 - paceMs);
  });

  it.each(families)(
    'login allowance, all addresses: by all its names, an account of %s has a hundred guesses a day at most',
    (family) => {
      /* The documents of these families let people log in by user name or e-mail address. */
      const names = family === 'attendance' || family === 'eyetracker' ? 2 : 1;
      const allowance = nameAllowance(family);
      let count = fresh();
      let guesses = 0;
      for (let ms = 0; ms < 24 * 3_600_000; ms += 1000) {
        if (wait(allowance, count, after(ms)) > 0) continue;
        count = charged(count, allowance, after(ms));
        guesses++;
      }
      expect(guesses * names).toBe(maxFailures);
    },
  );
});

describe('a place', () => {
  it('known place: a place stays known for ninety days after a log-in', () => {
    const place = { lastSuccessAt: start };
    expect(isKnown(place, after(knownPlaceMs - 1))).toBe(true);
    expect(isKnown(place, after(knownPlaceMs))).toBe(false);
    expect(isKnown(fresh(), start)).toBe(false);
  });
});

describe('attempts from one address', () => {
  it('login allowance of an address: 300 failures at accounts unknown there in ten minutes', () => {
    expect(wait(addressAllowance, { failures: 299 }, start)).toBe(0);
    expect(wait(addressAllowance, { failures: 300 }, start)).toBe(10 * 60_000);
  });
});
