/** Reads an int8 as a number. Throws above 2^53 - 1, where a number would round: two ids would become one. */
export function readInteger(text: string): number {
  const integer = Number(text);
  if (!Number.isSafeInteger(integer)) throw new RangeError(`${text} is too large for a number`);
  return integer;
}
