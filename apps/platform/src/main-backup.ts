import 'reflect-metadata';
import { processEnvironment } from '@argus/service-kit';
import { runBackupCommand } from './backup/backup-command.js';

/* npm run backup|restore -- …: one archive of an installation with an embedded database. */
const report = (words: string): boolean => process.stderr.write(`${words} …\n`);
const { status, output } = await runBackupCommand(process.argv.slice(2), processEnvironment(), report);
(status === 0 ? process.stdout : process.stderr).write(`${output}\n`);
process.exitCode = status;
/* An open channel to the launcher would keep this process running. */
process.disconnect?.();
