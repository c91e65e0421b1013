import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  accountAllowance,
  addressAllowance,
  charged,
  type Count,
  type Counts,
  isKnown,
  knownPlaceMs,
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
const none = (): Counts => ({ place: fresh(), account: fresh(), address: fresh() });
const fail = (counts: Counts, now: Date): Counts => ({
  place: charged(counts.place, accountAllowance, now),
  account: charged(counts.account, accountAllowance, now),
  address: charged(counts.address, addressAllowance, now),
});
const known = (place: Count): Count => ({ ...place, lastSuccessAt: start });

describe('attempts at one account from one address', () => {
  it('login allowance, one address: ten failures at once, then one each half minute until the day ends', () => {
    let counts = none();
    for (let failures = 0; failures < 10; failures++) {
      expect(waitMs(counts, start, 1)).toBe(0);
      counts = fail(counts, start);
    }
    expect(waitMs(counts, after(1000), 1)).toBe(29_000);
    counts = fail(counts, after(30_000));
    expect(waitMs(counts, after(30_000), 1)).toBe(30_000);
    expect(waitMs(counts, after(24 * 3_600_000), 1)).toBe(0);
  });

  it('login allowance, one address: the factor multiplies the allowed failures', () => {
    const counts = { ...none(), place: { ...fresh(), failures: 999, lastFailureAt: start } };
    expect(waitMs(counts, start, 100)).toBe(0);
    expect(waitMs(counts, start, 10)).toBeGreaterThan(0);
  });

  it('login allowance, one address: a hundred failures a day at most, even at a known place', () => {
    const place = known({ ...fresh(), failures: maxFailures, lastFailureAt: start });
    expect(waitMs({ ...none(), place }, after(paceMs), 1)).toBeGreaterThan(23 * 3_600_000);
  });
});

describe('attempts at one account from all addresses', () => {
  const guessed = (failures: number): Count => ({ ...fresh(), failures, lastFailureAt: start });

  it('login allowance, all addresses: one in thirty seconds after ten failures, none after a hundred', () => {
    expect(waitMs({ ...none(), account: guessed(9) }, start, 1)).toBe(0);
    expect(waitMs({ ...none(), account: guessed(10) }, after(1000), 1)).toBe(paceMs - 1000);
    expect(waitMs({ ...none(), account: guessed(99) }, after(paceMs), 1)).toBe(0);
    expect(waitMs({ ...none(), account: guessed(maxFailures) }, after(paceMs), 1)).toBe(
      24 * 3_600_000 - paceMs,
    );
  });

  it('login allowance, all addresses: a hundred guesses a day at most, however slow or spread', () => {
    let account = fresh();
    let guesses = 0;
    for (let ms = 0; ms < 24 * 3_600_000; ms += 1000) {
      if (waitMs({ ...none(), account }, after(ms), 1) > 0) continue;
      account = charged(account, accountAllowance, after(ms));
      guesses++;
    }
    expect(guesses).toBe(maxFailures);
  });

  it('login allowance, all addresses: the owner is never kept out at a known place', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), fc.nat(9), (onAccount, onAddress, own) => {
        const counts = {
          place: known({ ...fresh(), failures: own }),
          account: guessed(onAccount),
          address: { ...fresh(), failures: onAddress },
        };
        expect(waitMs(counts, after(1000), 1)).toBe(0);
      }),
    );
  });
});

describe('a place', () => {
  it('known place: a place stays known for ninety days after a log-in', () => {
    const place = known(fresh());
    expect(isKnown({ place }, after(knownPlaceMs - 1))).toBe(true);
    expect(isKnown({ place }, after(knownPlaceMs))).toBe(false);
    expect(isKnown({ place: fresh() }, start)).toBe(false);
  });
});

describe('attempts from one address', () => {
  it('login allowance of an address: 300 failures at accounts unknown there in ten minutes', () => {
    const address = { ...fresh(), failures: 300 };
    expect(waitMs({ ...none(), address: { ...address, failures: 299 } }, start, 1)).toBe(0);
    expect(waitMs({ ...none(), address }, start, 1)).toBe(10 * 60_000);
  });
});
