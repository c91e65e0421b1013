/**
 * Returns an instant as the original API writes it: ISO 8601 in UTC with microseconds, without a fraction of zero.
 * `text` is what Postgres returns for `(column AT TIME ZONE 'UTC')::text`.
 */
export function microInstant(text: string): string {
  const [seconds, fraction] = text.replace(' ', 'T').split('.');
  return fraction === undefined ? `${seconds}Z` : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}
