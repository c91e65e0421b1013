import 'reflect-metadata';
import { runCommand } from '@argus/identity';
import { processEnvironment } from '@argus/service-kit';
import { busKeysCommand } from './bus-keys-command.js';
import { databaseLoginsCommand } from './database-logins-command.js';
import { deadLettersCommand } from './dead-letters/dead-letters-command.js';
import { rotationCommand } from './data-key-rotation.js';
import { withPostgres } from './postgres.js';

/* npm run user|audit|keys|dead-letters -- …: commands for operators. */
const words = process.argv.slice(2);
const { status, output } =
  words[0] === 'keys' && words[1] === 'bus'
    ? busKeysCommand(words.slice(2), processEnvironment())
    : words.join(' ') === 'keys rotate-data'
      ? await rotationCommand(processEnvironment())
      : words.join(' ') === 'keys database'
        ? await databaseLoginsCommand(processEnvironment())
        : words[0] === 'dead-letters'
          ? await deadLettersCommand(words.slice(1), processEnvironment())
          : await runCommand(words, processEnvironment(), withPostgres);
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* An open channel to the launcher would keep this process running. */
process.disconnect?.();
