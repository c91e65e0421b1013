import { accessTokenSkewMs, longestAccessLifeMs } from './token-lives.js';

export interface ScheduledKey {
  readonly kid: string;
  readonly publishedAt: Date;
  readonly signsFrom: Date;
}

const dayMs = 86_400_000;

/** How long a key signs before its successor takes over. */
export const keyLifeMs = 30 * dayMs;

/**
 * How long a key is published before it signs: verifiers keep a key set for up to ten minutes, and nobody may meet a
 * token whose key is unknown.
 */
export const publishLeadMs = 11 * 60_000;

/** How long a key stays published after the last token it signed: that token's life and the verifiers' clock skew. */
const publishTailMs = longestAccessLifeMs + accessTokenSkewMs;

/** Who does what at a moment. Exactly one key signs; what is in no list may be forgotten. */
export interface KeyRoles<K extends ScheduledKey> {
  readonly current: K | undefined;
  readonly next: K | undefined;
  /** Sign no more, but tokens of theirs may be about. */
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

/** When a successor that is published now starts to sign. */
export function successorSignsFrom(current: ScheduledKey, now: Date): Date {
  return new Date(Math.max(now.getTime() + publishLeadMs, current.signsFrom.getTime() + keyLifeMs));
}

/** The earliest moment at which a published key may sign. */
export function earliestSignsFrom(key: ScheduledKey, now: Date): Date {
  return new Date(Math.max(now.getTime(), key.publishedAt.getTime() + publishLeadMs));
}
