/** Returns what gives the same thing each time, made when it is first asked for: most processes are never asked. */
export function madeOnce<T extends object | string>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
