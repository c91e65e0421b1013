import 'reflect-metadata';
import { processEnvironment } from '@argus/service-kit';
import { runCommand } from './run-command.js';

/* What an operator does at a shell, on the database that DATABASE_URL names. */
const { status, output } = await runCommand(process.argv.slice(2), processEnvironment());
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* A channel to the tool that started this would keep it running. */
process.disconnect?.();
