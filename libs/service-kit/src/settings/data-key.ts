import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Sealer } from '@argus/persistence';
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
  parseKeys(file);
  return file;
});

/** Returns the folder of the secrets, which must stay out of the database's folder and its backups. */
export const secretsDirectory = ({ DATA_DIR }: Pick<Place, 'DATA_DIR'>): string => join(DATA_DIR, 'secrets');

export const dataKeyPath = (settings: Place): string =>
  settings.DATA_KEY_FILE ?? join(secretsDirectory(settings), 'data.key');

export const hasDataKey = (settings: Place): boolean => existsSync(dataKeyPath(settings));

/**
 * Returns the key that this installation seals with. Its loss loses everything sealed, so an unreadable file is an error and is
 * never replaced by a new key. `created` is true when this call created it.
 */
export function readDataKey(settings: Place): {
  /** Wraps data keys. */
  key: Uint8Array;
  /** Newest first: during a rotation the former key stands below the new one. */
  keys: readonly Uint8Array[];
  file: string;
  created: boolean;
} {
  const file = dataKeyPath(settings);
  if (settings.DATA_KEY_FILE !== undefined) return { ...parseKeys(file), file, created: false };
  if (!existsSync(file)) makeDataDirectory(settings);
  const { created } = generatedSecret(file, () => randomBytes(keyBytes).toString('base64'));
  return { ...parseKeys(file), file, created };
}

/** Returns the sealing key of a service. Each has its own, so that a leaked one opens no data of another. */
export function keyOfService(dataKey: Uint8Array, service: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', dataKey, new Uint8Array(), `argus/${service}`, keyBytes));
}

/**
 * Returns the sealer of the installation's key for a service. Reads the file again when it was replaced, and keeps the former keys: a row
 * may have been read before a rotation ended.
 */
export function wrappingKeys(settings: Place, service: string): () => Sealer {
  const { file } = readDataKey(settings);
  let readVersion = '';
  let known: readonly Uint8Array[] = [];
  let sealer: Sealer;
  return () => {
    const { mtimeMs, ino, size } = statSync(file);
    const version = `${mtimeMs} ${ino} ${size}`;
    if (version !== readVersion) {
      const { keys } = parseKeys(file);
      known = [...keys, ...known.filter((former) => !keys.some((key) => Buffer.compare(key, former) === 0))];
      const [newest, ...older] = known.map((key) => keyOfService(key, `${service}/wrapping`));
      sealer = new Sealer(newest!, older);
      readVersion = version;
    }
    return sealer;
  };
}

/** Puts a new key above the present one, and returns the keys; a rotation that was interrupted goes on with its new key. */
export function addDataKey(settings: Place): readonly Uint8Array[] {
  const { file, keys } = readDataKey(settings);
  if (keys.length === 1) replaceKeys(file, [randomBytes(keyBytes), ...keys]);
  return parseKeys(file).keys;
}

/** Forgets all keys but the newest. */
export function dropFormerDataKeys(settings: Place): void {
  const { file, key } = readDataKey(settings);
  replaceKeys(file, [key]);
}

/** At its return the keys are on the disk; at no moment is the file incomplete. */
function replaceKeys(file: string, keys: readonly Uint8Array[]): void {
  const draft = `${file}.${process.pid}.new`;
  const text = keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join('');
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function parseKeys(file: string): { key: Uint8Array; keys: readonly Uint8Array[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataKeyError(`the data key ${file} cannot be read (${code})`, { cause: error });
  }
  const keys = text.split('\n').map((line) => parseKey(line.trim(), file));
  return { key: keys[0]!, keys };
}

function parseKey(text: string, file: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes || key.toString('base64') !== text) {
    throw new DataKeyError(
      `the data key ${file} is not ${keyBytes} bytes in base64; restore it from your copy, or create a first one with ` +
        `openssl rand -base64 ${keyBytes}`,
    );
  }
  return new Uint8Array(key);
}
