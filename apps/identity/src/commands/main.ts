import 'reflect-metadata';
import { processEnvironment } from '@argus/service-kit';
import { runCommand } from './run-command.js';

/* Runs an operator's command on the database of DATABASE_URL, as identity's login. */
const { status, output } = await runCommand(process.argv.slice(2), processEnvironment());
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* An open channel to the parent process would keep this one running. */
process.disconnect?.();
