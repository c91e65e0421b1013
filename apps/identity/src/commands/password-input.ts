import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperatorError } from './operator-error.js';

/**
 * Reads a password from a prompt without echo, or from the first line of standard input. Returns undefined if one should be
 * generated. Never reads it from the arguments, which every user of the machine can see. @throws OperatorError
 */
export async function readPassword({
  fromStdin,
}: {
  readonly fromStdin: boolean;
}): Promise<string | undefined> {
  if (fromStdin) return firstLine();
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write('Password (empty to generate one): ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return (await terminal.question('')) || undefined;
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) return line;
  throw new OperatorError('Standard input holds no password.');
}
