import { parseArgs } from 'node:util';
import { OperatorError } from './operator-error.js';

/** The command line is invalid; nothing was done. */
export class UsageError extends OperatorError {}

/** The form of a command: its words in order, and its options. */
export interface CommandForm {
  readonly words: readonly string[];
  /** By name of the option: whether a value follows it. */
  readonly options: Readonly<Record<string, 'value' | 'flag'>>;
}

export interface CommandLine {
  readonly command: string;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | true | undefined>>;
}

/** Returns the usage of a command, e.g. `add <family> <username> [--email …]`. */
export function usageOf(command: string, { words, options }: CommandForm): string {
  const shown = Object.entries(options).map(([name, kind]) => `[--${name}${kind === 'value' ? ' …' : ''}]`);
  return [command, ...words.map((word) => `<${word}>`), ...shown].join(' ');
}

/** Parses the words after `npm run <program> --`. @throws UsageError that names the bad word and the expected ones */
export function readCommandLine(
  program: string,
  forms: Readonly<Record<string, CommandForm>>,
  [command = '', ...rest]: readonly string[],
): CommandLine {
  const form = Object.hasOwn(forms, command) ? forms[command] : undefined;
  if (!form)
    throw new UsageError(
      `There is no command "${command}"; expected ${Object.keys(forms).join(', ')}. ${helpOn(program)}`,
    );
  const refuse = (problem: string): never => {
    throw new UsageError(
      `${problem}\nUsage: npm run ${program} -- ${usageOf(command, form)}\n${helpOn(program)}`,
    );
  };
  const { positionals, values } = parsed(form, rest, refuse);
  const missing = form.words[positionals.length];
  if (missing !== undefined) refuse(`<${missing}> is missing.`);
  const surplus = positionals[form.words.length];
  if (surplus !== undefined) refuse(`Unexpected word "${surplus}".`);
  return { command, words: positionals, options: values };
}

const helpOn = (program: string): string => `Help: npm run ${program} -- --help`;

function parsed({ options }: CommandForm, args: readonly string[], refuse: (problem: string) => never) {
  const known = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'value' ? ('string' as const) : ('boolean' as const) },
    ]),
  );
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: known });
    return { positionals, values: values as Record<string, string | true | undefined> };
  } catch (error) {
    /* Node's second sentence advises how to pass such a word on, which no command needs. */
    return refuse(`${(error as Error).message.split('. ')[0]}.`);
  }
}
