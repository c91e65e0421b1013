/**
 * A moment as the originals write it: ISO 8601 in UTC with microseconds, the fraction left out when it is zero.
 * `text` is what Postgres gives for `(column AT TIME ZONE 'UTC')::text`.
 */
export function microInstant(text: string): string {
  const [seconds, fraction] = text.replace(' ', 'T').split('.');
  return fraction === undefined ? `${seconds}Z` : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}
