/**
 * A moment as the originals write it: ISO 8601 in UTC with microseconds, the fraction left out when it is zero.
 * `text` is what Postgres gives for `(column AT TIME ZONE 'UTC')::text`.
 */
export function microInstant(text: string): string {
  const [seconds, fraction] = text.replace(' ', 'T').split('.');
  return fraction === undefined ? `${seconds}Z` : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

/** The same with all six digits, of microseconds since 1970. */
export function instantOfUs(us: number): string {
  const second = Math.floor(us / 1e6);
  const seconds = new Date(second * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(us - second * 1e6).padStart(6, '0')}Z`;
}
