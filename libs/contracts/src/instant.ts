/** Returns ISO 8601 in UTC with `Z`. A zero fraction is left out, as in the API documents. */
export function instant(date: Date): string {
  const text = date.toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

export const instantOrNull = (date: Date | null): string | null => (date === null ? null : instant(date));
