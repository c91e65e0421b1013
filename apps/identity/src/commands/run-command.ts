import {
  createLogger,
  NestLogger,
  operatorWords,
  type PlatformSettings,
  platformSettings,
  readSettings,
  secretsDirectory,
} from '@argus/service-kit';
import type { Environment } from '@argus/service-kit';
import { Logger } from '@nestjs/common';
import { identitySettings } from '../identity.settings.js';
import { auditCommand, auditUsage } from './audit-command.js';
import { UsageError } from './command-line.js';
import { OperatorError, sentenceFor } from './operator-error.js';
import { type CommandWork, withIdentity } from './operator-identity.module.js';
import { SecretOutput } from './secret-output.js';
import { keysCommand, keysUsage } from './keys-command.js';
import { userCommand, userUsage } from './user-command.js';

/** Parses a command before anything is changed. */
type Command = (typed: readonly string[]) => CommandWork;

const commands: Readonly<Record<string, { readonly run: Command; readonly usage: string }>> = {
  user: { run: userCommand, usage: userUsage },
  audit: { run: auditCommand, usage: auditUsage },
  keys: { run: keysCommand, usage: keysUsage },
};

/** Calls `work` with the URL by which a schema's service logs in to the database, which must run until `work` ends. */
export type WithPostgres = <T>(
  settings: PlatformSettings,
  schema: string,
  work: (url: string) => Promise<T>,
) => Promise<T>;

/** Runs an operator's command; generated secrets are shown only when `isTerminal`. @returns the text to print and the exit status */
export async function runCommand(
  [name = '', ...words]: readonly string[],
  environment: Environment,
  withPostgres: WithPostgres = withDatabaseUrl,
  isTerminal: boolean = process.stdout.isTTY,
): Promise<{ readonly status: number; readonly output: string }> {
  const command = commands[name];
  if (!command)
    return {
      status: 2,
      output: Object.values(commands)
        .map(({ usage }) => usage)
        .join('\n\n'),
    };
  if (words.some((word) => word === '--help' || word === '-h')) return { status: 0, output: command.usage };
  if (words.length === 0) return { status: 2, output: command.usage };
  try {
    const work = command.run(words);
    const [platform, own] = readSettings([platformSettings, identitySettings], environment);
    Logger.overrideLogger(new NestLogger(createLogger({ ...platform, LOG_LEVEL: 'silent' })));
    const settings = { ...platform, ...own };
    const secrets = new SecretOutput(secretsDirectory(platform), isTerminal);
    const output = await withPostgres(platform, 'identity', (url) =>
      withIdentity(url, settings, secrets, work),
    );
    return { status: 0, output };
  } catch (error) {
    const output = operatorWords(error, environment) ?? sentenceFor(error);
    if (output === undefined) throw error;
    return { status: error instanceof UsageError ? 2 : 1, output };
  }
}

async function withDatabaseUrl<T>(
  { DATABASE_URL: url }: PlatformSettings,
  _schema: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (url === undefined)
    throw new OperatorError(
      'DATABASE_URL is not set. Set it to the login of identity in the database to work on.',
    );
  return work(url);
}
