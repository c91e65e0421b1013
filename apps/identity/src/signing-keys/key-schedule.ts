import { accessTokenSkewMs, MAX_ACCESS_LIFE_MS } from './token-lives.js';

export interface ScheduledKey {
  readonly kid: string;
  readonly publishedAt: Date;
  readonly signsFrom: Date;
}

const dayMs = 86_400_000;

/** How long a key signs before its successor takes over. */
export const keyLifeMs = 30 * dayMs;

/**
 * How long a key is published before it signs. Verifiers cache the key set for up to ten minutes, and must know the key of
 * every token.
 */
export const publishLeadMs = 11 * 60_000;

/** How long a key stays published after its last token: that token's life plus the verifiers' clock skew. */
const publishTailMs = MAX_ACCESS_LIFE_MS + accessTokenSkewMs;

/** The roles of the keys at a moment. Only `current` signs; expired keys may be deleted. */
export interface KeyRoles<K extends ScheduledKey> {
  readonly current: K | undefined;
  readonly next: K | undefined;
  /** No longer sign, but some of their tokens may still be valid. */
  readonly previous: readonly K[];
  readonly expired: readonly K[];
}

export function keyRoles<K extends ScheduledKey>(keys: readonly K[], now: Date): KeyRoles<K> {
  const byStart = [...keys].sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
  const started = byStart.filter((key) => key.signsFrom <= now);
  const replaced = started.slice(0, -1).map((key, index) => ({
    key,
    until: started[index + 1]!.signsFrom.getTime() + publishTailMs,
  }));
  return {
    current: started.at(-1),
    next: byStart[started.length],
    previous: replaced.filter(({ until }) => until > now.getTime()).map(({ key }) => key),
    expired: replaced.filter(({ until }) => until <= now.getTime()).map(({ key }) => key),
  };
}

/** Returns when a successor published now starts to sign. */
export function successorSignsFrom(current: ScheduledKey, now: Date): Date {
  return new Date(Math.max(now.getTime() + publishLeadMs, current.signsFrom.getTime() + keyLifeMs));
}

/** Returns the earliest moment at which a published key may sign. */
export function earliestSignsFrom(key: ScheduledKey, now: Date): Date {
  return new Date(Math.max(now.getTime(), key.publishedAt.getTime() + publishLeadMs));
}
