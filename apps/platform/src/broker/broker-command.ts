import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { authorizationOf } from '@argus/embedded';
import {
  type Environment,
  makeDataDirectory,
  operatorWords,
  platformSettings,
  readSettings,
} from '@argus/service-kit';
import { gateWith, keysIn, usersWith } from './broker-users.js';

const usage = `Usage: npm run broker -- [--mqtt] [<file>]

Makes the keys of all services in DATA_DIR/secrets/nats and prints, or writes into the file, what a nats-server of your own includes: the users
by their public keys, with their rights, and with --mqtt the gate for devices. Keys that are there stay as they are.

Dead letters: npm run dead-letters.
`;

/** Runs `npm run broker`. @returns the text to print and the exit status */
export function brokerCommand(
  words: readonly string[],
  environment: Environment,
): { readonly status: number; readonly output: string } {
  if (words.includes('--help') || words.includes('-h')) return { status: 0, output: usage };
  const asked = read(words);
  if (asked === undefined) return { status: 2, output: usage };
  try {
    const [settings] = readSettings([platformSettings], environment);
    makeDataDirectory(settings);
    const keys = keysIn(settings);
    const authorization = authorizationOf(usersWith(keys), asked.mqtt ? gateWith(keys) : undefined);
    const text = `${JSON.stringify(authorization, undefined, 2)}\n`;
    if (asked.file === undefined) return { status: 0, output: text };
    writeFileSync(asked.file, text);
    return { status: 0, output: `${asked.file} holds the users of the broker.\n` };
  } catch (error) {
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output: `${output}\n` };
  }
}

function read(words: readonly string[]): { readonly mqtt: boolean; readonly file?: string } | undefined {
  try {
    const options = { mqtt: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const [file, ...more] = positionals;
    return more.length > 0 ? undefined : { mqtt: values.mqtt ?? false, ...(file !== undefined && { file }) };
  } catch {
    return undefined;
  }
}
