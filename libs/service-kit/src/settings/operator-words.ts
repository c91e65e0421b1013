import type { Environment } from './environment.js';
import { SettingsError } from './read-settings.js';
import { diskFull, StartError } from './start-error.js';

/** Returns what to tell an operator whose command failed: a wrong setting, no database, a full disk. Undefined if nobody foresaw the error. */
export function operatorWords(error: unknown, { DATA_DIR = '.' }: Environment): string | undefined {
  const told = diskFull(error, DATA_DIR);
  return told instanceof SettingsError || told instanceof StartError ? told.message : undefined;
}
