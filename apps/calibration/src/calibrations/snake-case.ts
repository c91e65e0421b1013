/** The library's names as this API writes names: `accuracyDeg` is `accuracy_deg`. Codes in capitals stay. */
function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      /^[a-z]/.test(key) ? key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key,
      snakeCase(entry),
    ]),
  );
}

/** As a view of the contract; that all its fields are there, and no others, a test says of each. */
export const viewOf = <View>(value: object): View => snakeCase(value) as View;
