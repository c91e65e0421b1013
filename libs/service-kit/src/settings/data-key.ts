import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';
import { makeDataDirectory } from './data-directory.js';
import { generatedSecret } from './generated-secret.js';
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
  if (given !== undefined) return { key: parseKey(file), file, created: false };
  if (!existsSync(file)) makeDataDirectory(settings);
  const { created } = generatedSecret(file, () => randomBytes(keyBytes).toString('base64'));
  return { key: parseKey(file), file, created };
}

/** Returns the sealing key of a service. Each has its own, so that a leaked one opens no data of another. */
export function keyOfService(dataKey: Uint8Array, service: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(), `argus/${service}`, keyBytes));
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
