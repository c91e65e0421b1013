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

/** The data key is missing, unreadable or malformed. */
export class DataKeyError extends StartError {
  override readonly name = 'DataKeyError';
}

/** The path of a file with a data key. */
export const dataKeyFile = settingType<string>('file with 32 bytes in base64', (file) => {
  parseKey(file);
  return file;
});

/** Returns the folder of the secrets, which must stay out of the database's folder and its backups. */
export const secretsDirectory = ({ DATA_DIR }: Pick<Place, 'DATA_DIR'>): string => join(DATA_DIR, 'secrets');

/**
 * Returns the key that this installation seals with. Its loss loses everything sealed, so an unreadable file is an error and is
 * never replaced by a new key. `created` is true when this call created it.
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

/** Returns the sealing key of a service. Each has its own, so that a leaked one opens no data of another. */
export function keyOfService(dataKey: Uint8Array, service: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(), `argus/${service}`, keyBytes));
}

/** Creates the file atomically, since several processes may start at once: one of them wins. */
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
      `the data key ${file} is not ${keyBytes} bytes in base64; restore it from your copy, or create a first one with ` +
        `openssl rand -base64 ${keyBytes}`,
    );
  }
  return new Uint8Array(key);
}
