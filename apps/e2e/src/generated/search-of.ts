/** Returns the search part of a URL; values that are no texts are sent as JSON. */
export function searchOf(query: unknown): string {
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
  return search && `?${search}`;
}
