#!/usr/bin/env node
/*
 * Writes a backup of an installation with an embedded database into DATA_DIR/backups, or BACKUP_DIR, restores it into a scratch folder, has
 * the audit verified there, and deletes the scratch. For cron, and for BACKUP_PROGRAM: the maintenance task backup_database runs it.
 * It takes the passphrase of BACKUP_PASSPHRASE_FILE.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dataDirectory = resolve(root, process.env.DATA_DIR ?? '.argus');
const folder = resolve(root, process.env.BACKUP_DIR ?? join(dataDirectory, 'backups'));
mkdirSync(folder, { recursive: true, mode: 0o700 });
const file = join(folder, `argus-${new Date().toISOString().replaceAll(/[:.]/g, '-')}.argus`);
const scratch = mkdtempSync(join(folder, '.trial-'));

/* The checkout is built: the platform runs from it. Settings of the platform that runs do not concern the copy. */
function run(words, environment) {
  const { DATABASE_URL: _, NATS_URL: __, ...others } = process.env;
  const node = join(root, 'node_modules/.bin/node');
  const { status, stdout, stderr } = spawnSync(
    node,
    [join(root, 'apps/platform/dist/main-backup.js'), ...words],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...others, ...environment },
    },
  );
  if (status === 0) return;
  process.stderr.write(`${words[0]} failed. ${stderr.trim().split('\n').slice(-6).join('\n') || stdout}\n`);
  rmSync(scratch, { recursive: true, force: true });
  process.exit(1);
}

if (process.env.DATABASE_URL) {
  rmSync(scratch, { recursive: true });
  process.stderr.write(
    'DATABASE_URL names a PostgreSQL of your own: back it up by its own means (docs/topics/backup.md).\n',
  );
  process.exit(1);
}
run(['backup', '--to', file], { DATA_DIR: dataDirectory });
run(['restore', '--from', file], { DATA_DIR: join(scratch, 'data') });
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`${file} was written, restored elsewhere, and its audit is intact.\n`);
