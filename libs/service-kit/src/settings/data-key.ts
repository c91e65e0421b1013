import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.js';
import { makeDataDirectory } from './data-directory.js';
import { settingType } from './setting.js';

const keyBytes = 32;

interface Place {
  readonly DATA_DIR: string;
  readonly DATA_KEY_FILE: string | undefined;
}

/** A file that should hold the data key does not. */
export class DataKeyError extends StartError {
  override readonly name = 'DataKeyError';
}

/** A file with a data key. */
export const dataKeyFile = settingType<string>('file with 32 bytes in base64', (file) => {
  parseKey(file);
  return file;
});

/** Folder of what must stay apart from the database's folder and out of its backups. */
export const secretsDirectory = ({ DATA_DIR }: Pick<Place, 'DATA_DIR'>): string => join(DATA_DIR, 'secrets');

/**
 * The key that this installation seals with. Losing it loses everything sealed, so an unreadable file is an error and
 * never replaced by a new key. `created` is true when this call made it.
 */
export function readDataKey(settings: Place): {
  key: Uint8Array;
  file: string;
  created: boolean;
} {
  const given = settings.DATA_KEY_FILE;
  const file = given ?? join(secretsDirectory(settings), 'data.key');
  const created = given === undefined && !existsSync(file) && createKey(settings, file);
  return { key: parseKey(file), file, created };
}

/** Each service seals with its own key, so that what one leaks opens nothing of another. */
export function keyOfService(dataKey: Uint8Array, service: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(), `argus/${service}`, keyBytes));
}

/** Several processes may start at once: the file appears whole and only one of them makes it. */
function createKey(settings: Place, file: string): boolean {
  makeDataDirectory(settings);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, {
    mode: 0o600,
    flag: 'wx',
    flush: true,
  });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function parseKey(file: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataKeyError(`the data key ${file} cannot be read (${code})`, { cause: error });
  }
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64') !== text) {
    throw new DataKeyError(
      `the data key ${file} is not ${keyBytes} bytes in base64; put it back from your copy, or make a first one with ` +
        `openssl rand -base64 ${keyBytes}`,
    );
  }
  return new Uint8Array(key);
}
