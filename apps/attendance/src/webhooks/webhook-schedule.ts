const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Seconds to wait after each failed attempt, almost 24 hours in all. The first retries are close, for a receiver that restarts; the last far
 * apart, for one that somebody must repair in the morning (compare Standard Webhooks and Svix).
 */
const delaysSeconds = [
  5,
  30,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  10 * HOUR,
];
const JITTER = 0.2;
const MAX_ASKED_SECONDS = HOUR;

/** Attempts to one event. */
export const MAX_TRIES = delaysSeconds.length + 1;

/**
 * Seconds until the next attempt; undefined after the last.
 * @param tries attempts so far, the failed one included
 * @param askedSeconds what the receiver asked for by Retry-After; it makes the pause longer, never shorter
 * @param random 0 to 1, spreads the attempts of many
 */
export function secondsToNext(tries: number, askedSeconds: number, random: number): number | undefined {
  const delay = delaysSeconds[tries - 1];
  if (delay === undefined) return undefined;
  return Math.max(delay * (1 + JITTER * (2 * random - 1)), Math.min(askedSeconds, MAX_ASKED_SECONDS));
}

const PATIENCE = 5;
const MAX_REST_SECONDS = 5 * MINUTE;

/** Seconds for which a receiver is left alone that failed so often in a row: who is down does not get every event tried at once. */
export const restSeconds = (failures: number): number =>
  failures < PATIENCE ? 0 : Math.min(2 ** Math.min(failures - PATIENCE, 10), MAX_REST_SECONDS);

/** Reads Retry-After (RFC 9110, 10.2.3) in seconds; 0 without one. */
export function askedSecondsOf(header: string | string[] | undefined, now: Date): number {
  const value = Array.isArray(header) ? header[0] : header;
  if (value === undefined) return 0;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value);
  const moment = Date.parse(value);
  return Number.isNaN(moment) ? 0 : Math.max(0, (moment - now.getTime()) / 1000);
}
