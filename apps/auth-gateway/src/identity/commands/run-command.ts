import { join } from 'node:path';
import { AlreadyRunning, EmbeddedPostgres, EmbeddedPostgresError } from '@argus/persistence';
import {
  createLogger,
  makeDataDirectory,
  NestLogger,
  platformSettings,
  readSettings,
  SettingsError,
  StartError,
} from '@argus/service-kit';
import type { Environment } from '@argus/service-kit';
import { Logger } from '@nestjs/common';
import { authGatewaySettings } from '../../auth-gateway.settings.js';
import { auditCommand, auditUsage } from './audit-command.js';
import { UsageError } from './command-line.js';
import { OperatorError, sentenceFor } from './operator-error.js';
import { type CommandWork, withIdentity } from './operator-identity.js';
import { keysCommand, keysUsage } from './keys-command.js';
import { userCommand, userUsage } from './user-command.js';

/** Understands what was typed before anything is touched. */
type Command = (typed: readonly string[]) => CommandWork;

const commands: Readonly<Record<string, { readonly run: Command; readonly usage: string }>> = {
  user: { run: userCommand, usage: userUsage },
  audit: { run: auditCommand, usage: auditUsage },
  keys: { run: keysCommand, usage: keysUsage },
};

/** Runs an operator's command. @returns what to print and the exit status. */
export async function runCommand(
  [name = '', ...words]: readonly string[],
  environment: Environment,
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
    const [platform, gateway] = readSettings([platformSettings, authGatewaySettings], environment);
    Logger.overrideLogger(new NestLogger(createLogger({ ...platform, LOG_LEVEL: 'silent' })));
    const settings = { ...platform, ...gateway };
    const output = await withPostgres(platform, (url) => withIdentity(url, settings, work));
    return { status: 0, output };
  } catch (error) {
    const isForPeople = error instanceof SettingsError || error instanceof StartError;
    const output = isForPeople ? error.message : sentenceFor(error);
    if (output === undefined) throw error;
    return { status: error instanceof UsageError ? 2 : 1, output };
  }
}

interface Place {
  readonly DATABASE_URL: string | undefined;
  readonly DATA_DIR: string;
}

/** The platform's own PostgreSQL is used as it runs, or started for as long as the work takes. */
async function withPostgres<T>(place: Place, work: (url: string) => Promise<T>): Promise<T> {
  if (place.DATABASE_URL !== undefined) return work(place.DATABASE_URL);
  const directory = join(place.DATA_DIR, 'postgres');
  const running = await EmbeddedPostgres.urlOfRunning(directory);
  if (running !== undefined) return work(running);
  makeDataDirectory(place);
  const own = await EmbeddedPostgres.start({ directory }).catch((error: unknown) => {
    if (error instanceof AlreadyRunning)
      throw new OperatorError('The platform is just starting or stopping; try again in a moment.');
    throw error instanceof EmbeddedPostgresError ? new OperatorError(error.message) : error;
  });
  try {
    return await work(own.url);
  } finally {
    await own.stop();
  }
}
