import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { quietenCopy, replayErasures } from '@argus/embedded';
import { runCommand } from '@argus/identity';
import {
  type Environment,
  diskFull,
  operatorWords,
  type PlatformSettings,
  platformSettings,
  readSettings,
} from '@argus/service-kit';
import { withPostgres, withServer } from '../postgres.js';
import { backupSettings } from './backup.settings.js';
import { readErasureLog, writeErasures } from './erasure-file.js';
import { passphraseOf } from './passphrase.js';
import { restoreArchive } from './restore-archive.js';
import { assertBackupPossible, writeBackup } from './write-backup.js';

const usages = {
  backup: `Usage: npm run backup -- [--to <file>] [--erasures <file>]

Writes one archive of DATA_DIR: the embedded database, the keys and the files, also while the platform runs. It is encrypted with a
passphrase (at least 12 characters) from a prompt, BACKUP_PASSPHRASE_FILE or BACKUP_PASSPHRASE. Without the passphrase nobody can open it,
you neither.

--erasures writes which keys of people were destroyed: random ids and times. Keep it current and away from the archives; an older archive is
restored with it.`,
  restore: `Usage: npm run restore -- --from <file> [--erasures <file>]

Restores an archive into DATA_DIR, which must be empty or new, checks it, and ends every session. --erasures destroys again the keys of people who were
erased since. Start the platform afterwards.`,
};

interface Answer {
  readonly status: number;
  readonly output: string;
}

/** Runs `npm run backup` or `npm run restore`. @returns the text to print and the exit status */
export async function runBackupCommand(
  words: readonly string[],
  environment: Environment,
  report: (words: string) => void = () => undefined,
): Promise<Answer> {
  const [name = '', ...rest] = words;
  if (name !== 'backup' && name !== 'restore')
    return { status: 2, output: Object.values(usages).join('\n\n') };
  const { file, erasures } = filesIn(name === 'backup' ? 'to' : 'from', rest);
  const isNothing = name === 'backup' ? file === undefined && erasures === undefined : file === undefined;
  if (isNothing) return { status: rest.includes('--help') ? 0 : 2, output: usages[name] };
  try {
    const [platform, given] = readSettings([platformSettings, backupSettings], environment);
    if (file === undefined) return { status: 0, output: await writeErasures(platform, erasures!) };
    if (name === 'backup') assertBackupPossible(platform, file);
    const passphrase = await passphraseOf(given, { isNew: name === 'backup' });
    const work = { file, erasures, passphrase, report };
    return name === 'backup' ? await backup(platform, work) : await restore(platform, work, environment);
  } catch (error) {
    const output = operatorWords(error, environment);
    if (output === undefined) throw error;
    return { status: 1, output };
  }
}

function filesIn(option: string, words: readonly string[]): { file?: string; erasures?: string } {
  try {
    const options = { [option]: { type: 'string' }, erasures: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...words], options });
    const { [option]: file, erasures } = values as Record<string, string | undefined>;
    return { ...(file && { file }), ...(erasures && { erasures }) };
  } catch {
    return {};
  }
}

interface Work {
  readonly file: string;
  readonly erasures: string | undefined;
  readonly passphrase: string;
  readonly report: (words: string) => void;
}

async function backup(platform: PlatformSettings, work: Work): Promise<Answer> {
  const startedAt = performance.now();
  const { bytes, entries, span } = await writeBackup(platform, work).catch((error: unknown) => {
    throw diskFull(error, dirname(work.file));
  });
  return {
    status: 0,
    output: [
      `${work.file}: ${megabytes(bytes)} MB, ${entries} files and folders, read back in full, in ${secondsSince(startedAt)} s.`,
      `Holds everything that was stored until ${span.stop} of the write-ahead log.`,
      ...(work.erasures === undefined ? [] : [await writeErasures(platform, work.erasures)]),
      'Keep it on another machine, and its passphrase elsewhere. Try it: DATA_DIR=<new folder> npm run restore -- --from <file>',
    ].join('\n'),
  };
}

async function restore(platform: PlatformSettings, work: Work, environment: Environment): Promise<Answer> {
  const startedAt = performance.now();
  const log = work.erasures === undefined ? undefined : readErasureLog(work.erasures);
  work.report('unpacking');
  const { createdAt } = await restoreArchive(platform, work);
  work.report('starting the database');
  const erased =
    log === undefined ? undefined : await withServer(platform, (url) => replayErasures(url, log));
  const quiet = await withServer(platform, quietenCopy);
  /* A session that was ended after the backup would be alive again. */
  const sessions = await identityCommand(['user', 'end-every-session'], environment);
  const audit = await identityCommand(['audit', 'verify'], environment);
  return {
    status: sessions.status || audit.status,
    output: [
      `Restored what was backed up at ${createdAt} into ${platform.DATA_DIR} in ${secondsSince(startedAt)} s.`,
      erased === undefined
        ? 'Erasures:  not replayed: without --erasures people who were erased since are back.'
        : `Erasures:  ${erased} keys destroyed again.`,
      `Sessions:  ${sessions.output} Everybody logs in again.`,
      `Webhooks:  ${quiet.webhooks} receivers paused; make them active where this copy takes the place of the original.`,
      `Cameras:   ${quiet.cameras} that were watched are in maintenance; end that where this copy takes the place of the original.`,
      `Audit:     ${audit.output.replaceAll('\n', ' ')}`,
      'API keys, devices, roles and passwords are as they were then: revoke again what was revoked since.',
      `Next: DATA_DIR=${platform.DATA_DIR} npm start`,
    ].join('\n'),
  };
}

const identityCommand = (words: readonly string[], environment: Environment): Promise<Answer> =>
  runCommand(words, environment, withPostgres);

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
const secondsSince = (startedAt: number): string => ((performance.now() - startedAt) / 1000).toFixed(1);
