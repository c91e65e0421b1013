import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { OperatorError } from './operator-error.js';

/**
 * A password that was typed without an echo, or came as the first line of standard input; undefined where there is none,
 * and one should be generated. Never from the argument list, which everybody on the machine can read.
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
