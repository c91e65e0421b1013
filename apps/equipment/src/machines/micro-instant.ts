/**
 * Returns an instant as the original API writes it: ISO 8601 in UTC with microseconds, without a fraction of zero.
 * `text` is what Postgres returns for `(column AT TIME ZONE 'UTC')::text`.
 */
export function microInstant(text: string): string {
  const [seconds, fraction] = text.replace(' ', 'T').split('.');
  return fraction === undefined ? `${seconds}Z` : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

/** Returns microseconds since 1970 as ISO 8601 in UTC, always with six digits of fraction. */
export function instantOfUs(us: number): string {
  const second = Math.floor(us / 1e6);
  const seconds = new Date(second * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(us - second * 1e6).padStart(6, '0')}Z`;
}
