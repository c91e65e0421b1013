import 'reflect-metadata';
import { runCommand } from '@argus/identity';
import { processEnvironment } from '@argus/service-kit';
import { busKeysCommand } from './bus-keys-command.js';
import { clusterCommand, composeCommand } from './cluster/cluster-command.js';
import { databaseLoginsCommand } from './database-logins-command.js';
import { deadLettersCommand } from './dead-letters/dead-letters-command.js';
import { rotationCommand } from './data-key-rotation.js';
import { withPostgres } from './postgres.js';

interface Told {
  readonly status: number;
  readonly output: string;
}

/* npm run user|audit|keys|dead-letters -- …: commands for operators. What is not here is identity's. */
const words = process.argv.slice(2);
const environment = processEnvironment();
const ofIdentity = () => runCommand(words, environment, withPostgres);
const commands: Readonly<Record<string, (rest: readonly string[]) => Told | Promise<Told>>> = {
  'keys bus': (rest) => busKeysCommand(rest, environment),
  'keys cluster': (rest) => clusterCommand(rest, environment),
  'keys compose': (rest) => composeCommand(rest, environment),
  'keys database': (rest) => (rest.length > 0 ? ofIdentity() : databaseLoginsCommand(environment)),
  'keys rotate-data': (rest) => (rest.length > 0 ? ofIdentity() : rotationCommand(environment)),
  'dead-letters': (rest) => deadLettersCommand(rest, environment),
};
const length = [2, 1].find((count) => Object.hasOwn(commands, words.slice(0, count).join(' ')));
const { status, output } = await (length === undefined
  ? ofIdentity()
  : commands[words.slice(0, length).join(' ')]!(words.slice(length)));
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* An open channel to the launcher would keep this process running. */
process.disconnect?.();
