/** When a reading was measured, as sent: a Date has no microseconds, and Postgres reads every form that the field takes. */
export function exactTime(sent: unknown, read: Date): string {
  const { measured_at: text } = sent as { measured_at: unknown };
  if (typeof text !== 'string') return read.toISOString();
  return /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
}
