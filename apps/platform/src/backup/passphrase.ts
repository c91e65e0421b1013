import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { StartError } from '@argus/service-kit';

const MIN_CHARACTERS = 12;

interface Given {
  readonly BACKUP_PASSPHRASE_FILE: string | undefined;
  readonly BACKUP_PASSPHRASE: string | undefined;
}

/** Returns the passphrase of an archive: from the file, the environment or a prompt, never from the arguments. @throws StartError */
export async function passphraseOf(given: Given, { isNew }: { isNew: boolean }): Promise<string> {
  const passphrase = await readFrom(given, isNew);
  if (isNew && [...passphrase].length < MIN_CHARACTERS)
    throw new StartError(
      `The passphrase is too short: the archive holds every secret. Use at least ${MIN_CHARACTERS} characters.`,
    );
  return passphrase;
}

async function readFrom(
  { BACKUP_PASSPHRASE_FILE: file, BACKUP_PASSPHRASE: given }: Given,
  isNew: boolean,
): Promise<string> {
  if (file !== undefined) return firstLineOf(file);
  if (given !== undefined) return given;
  if (!process.stdin.isTTY)
    throw new StartError(
      'There is no passphrase: set BACKUP_PASSPHRASE_FILE to a file that holds it, or run this on a terminal.',
    );
  const passphrase = await ask('Passphrase: ');
  if (isNew && (await ask('Again: ')) !== passphrase) throw new StartError('The two passphrases differ.');
  return passphrase;
}

function firstLineOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? '';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`BACKUP_PASSPHRASE_FILE ${file} cannot be read (${code}).`, { cause: error });
  }
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
