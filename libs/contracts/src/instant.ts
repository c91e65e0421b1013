/** ISO 8601 in UTC with `Z`; the fraction is left out when it is zero, as the documents show it. */
export function instant(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

export const instantOrNull = (date: Date | null): string | null => (date === null ? null : instant(date));
