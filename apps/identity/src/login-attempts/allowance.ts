import type { LoginCounter } from './login-counter.entity.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How many failures are taken within a window. */
export interface Allowance {
  /** So many at any speed … */
  readonly free: number;
  /** … then one in this time … */
  readonly paceMs: number;
  /** … and none from this number on, until the window is over. */
  readonly stop: number;
  readonly windowMs: number;
}

/** One account from one address (somebody who mistypes), or from all others: NIST SP 800-63B-4 allows 100 in a row. */
export const accountAllowance: Allowance = { free: 10, paceMs: minuteMs / 2, stop: 100, windowMs: dayMs };

/** One address with accounts that have never logged in from it: somebody who tries a few passwords on everybody. */
export const addressAllowance: Allowance = { free: 300, paceMs: 0, stop: 300, windowMs: 10 * minuteMs };

/** How long a place counts as known after the last log-in from it. */
export const knownPlaceMs = 90 * dayMs;

export type Count = Omit<LoginCounter, 'key'>;

/** The counters that a try runs up against. */
export interface Counts {
  /** The account from this address. */
  readonly place: Count;
  /** The account from wherever it has never logged in. */
  readonly account: Count;
  readonly address: Count;
}

export const isKnown = ({ place }: Pick<Counts, 'place'>, now: Date): boolean =>
  place.lastSuccessAt !== null && now.getTime() - place.lastSuccessAt.getTime() < knownPlaceMs;

/**
 * How long a try has to wait, in ms; 0 when it may be made now. Where the account has logged in before, only the slips
 * made there count: neither guesses at the account from elsewhere nor what others behind the same address do can keep
 * its owner out.
 * @param factor multiplies what is allowed.
 */
export function waitMs(counts: Counts, now: Date, factor: number): number {
  const here = waitFor(counts.place, accountAllowance, now, factor);
  if (isKnown(counts, now)) return here;
  return Math.max(
    here,
    waitFor(counts.account, accountAllowance, now, factor),
    waitFor(counts.address, addressAllowance, now, factor),
  );
}

/** The counter after one more failure. */
export function charged(count: Count, { windowMs }: Allowance, now: Date): Count {
  const goesOn = now.getTime() - count.windowFrom.getTime() < windowMs;
  return {
    failures: goesOn ? count.failures + 1 : 1,
    windowFrom: goesOn ? count.windowFrom : now,
    lastFailureAt: now,
    lastSuccessAt: count.lastSuccessAt,
  };
}

function waitFor(
  count: Count,
  { free, paceMs, stop, windowMs }: Allowance,
  now: Date,
  factor: number,
): number {
  const endsInMs = Math.max(0, count.windowFrom.getTime() + windowMs - now.getTime());
  if (count.failures < free * factor) return 0;
  if (count.failures >= stop * factor) return endsInMs;
  const agoMs = now.getTime() - (count.lastFailureAt ?? count.windowFrom).getTime();
  return Math.min(endsInMs, Math.max(0, paceMs / factor - agoMs));
}
