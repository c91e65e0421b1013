import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Returns the place of a program in the user's cache, which checkouts share. */
export function cached(name) {
  const cache = process.env.XDG_CACHE_HOME;
  return join(cache && isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'argus', name);
}
