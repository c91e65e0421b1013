import type { Family } from '@argus/contracts';
import type { LoginCounter } from './login-counter.entity.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The failures allowed within a window. */
export interface Allowance {
  /** Failures allowed at any speed. */
  readonly unpacedFailures: number;
  /** Time between further failures. */
  readonly paceMs: number;
  /** From this number on, no attempt is allowed until the window ends. */
  readonly maxFailures: number;
  readonly windowMs: number;
}

/** For one account from one address: a person who mistypes. NIST SP 800-63B-4 allows 100 in a row. */
export const accountAllowance: Allowance = {
  unpacedFailures: 10,
  paceMs: minuteMs / 2,
  maxFailures: 100,
  windowMs: dayMs,
};

/** User name and e-mail address, where a family's document lets people log in with either. */
const namesOfAnAccount: Readonly<Record<Family, number>> = {
  eyetracker: 2,
  techtrack: 1,
  calibration: 1,
  attendance: 2,
  proctorx: 1,
};

/** For one name from all places that do not know the account: the account's names together have the hundred. */
export const nameAllowance = (family: Family): Allowance => ({
  ...accountAllowance,
  maxFailures: accountAllowance.maxFailures / namesOfAnAccount[family],
});

/** For one address and accounts that never logged in from it: an attacker who tries a few passwords on every account. */
export const addressAllowance: Allowance = {
  unpacedFailures: 300,
  paceMs: 0,
  maxFailures: 300,
  windowMs: 10 * minuteMs,
};

/** How long an account's address stays a known place after its last log-in there. */
export const knownPlaceMs = 90 * dayMs;

export type Count = Omit<LoginCounter, 'key'>;

/** A counter that limits an attempt. */
export interface Counted {
  readonly count: Count;
  readonly allowance: Allowance;
}

export const isKnown = ({ lastSuccessAt }: Pick<Count, 'lastSuccessAt'>, now: Date): boolean =>
  lastSuccessAt !== null && now.getTime() - lastSuccessAt.getTime() < knownPlaceMs;

/**
 * Returns how long an attempt has to wait, in ms; 0 if it may be made now.
 * @param factor multiplies the allowed failures.
 */
export const waitMs = (counted: readonly Counted[], now: Date, factor: number): number =>
  Math.max(...counted.map(({ count, allowance }) => waitFor(count, allowance, now, factor)));

/** Returns the counter after one more failure. */
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
  { unpacedFailures, paceMs, maxFailures, windowMs }: Allowance,
  now: Date,
  factor: number,
): number {
  const endsInMs = Math.max(0, count.windowFrom.getTime() + windowMs - now.getTime());
  if (count.failures < unpacedFailures * factor) return 0;
  if (count.failures >= maxFailures * factor) return endsInMs;
  const agoMs = now.getTime() - (count.lastFailureAt ?? count.windowFrom).getTime();
  return Math.min(endsInMs, Math.max(0, paceMs / factor - agoMs));
}
