import 'reflect-metadata';
import { runCommand } from '@argus/identity';
import { processEnvironment } from '@argus/service-kit';
import { withPostgres } from './postgres.js';

/* npm run user|audit|keys -- …: commands for operators. */
const { status, output } = await runCommand(process.argv.slice(2), processEnvironment(), withPostgres);
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* An open channel to the launcher would keep this process running. */
process.disconnect?.();
