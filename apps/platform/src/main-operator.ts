import 'reflect-metadata';
import { runCommand } from '@argus/identity';
import { processEnvironment } from '@argus/service-kit';
import { withPostgres } from './postgres.js';

/* npm run user -- …, npm run audit -- …, npm run keys -- …: what an operator does at a shell. */
const { status, output } = await runCommand(process.argv.slice(2), processEnvironment(), withPostgres);
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* A channel to the tool that started this would keep it running. */
process.disconnect?.();
