/** Returns the value with the names of this API: `accuracyDeg` becomes `accuracy_deg`. Upper-case codes stay. */
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

/** Returns the value as a view of the contract. Tests, not types, check that exactly the view's fields are there. */
export const viewOf = <View>(value: object): View => snakeCase(value) as View;
