/** Returns ISO 8601 in UTC without a zone, as this API has always written times. */
export const plainInstant = (date: Date): string => date.toISOString().replace(/Z$/, '');
