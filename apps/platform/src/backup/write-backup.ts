import { createWriteStream, existsSync, linkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { copyOfCluster, type CopiedSpan, EmbeddedPostgres } from '@argus/embedded';
import { type PlatformSettings, StartError } from '@argus/service-kit';
import { folderIn, withServer } from '../postgres.js';
import { bytesOf, type EntrySink, readEntries, type SourceEntry } from './archive-entries.js';
import { dataFiles } from './data-files.js';
import { followedFile } from './followed-file.js';
import { open, seal } from './sealed-chunks.js';

export interface BackupOptions {
  readonly file: string;
  readonly passphrase: string;
  readonly report?: (words: string) => void;
}

export interface BackupResult {
  readonly bytes: number;
  readonly entries: number;
  readonly span: CopiedSpan;
}

/** Turns the plain bytes of an archive into sealed ones, and back. */
const compressed = (plain: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> =>
  Readable.from(plain).compose(
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  ) as AsyncIterable<Buffer>;
export const openedBytes = (sealed: AsyncIterable<Uint8Array>, passphrase: string): AsyncIterable<Buffer> =>
  Readable.from(open(sealed, passphrase)).compose(createZstdDecompress()) as AsyncIterable<Buffer>;

/**
 * Writes one sealed archive of the data folder and its database, also while the platform runs. Reads it back before it gets its name, while it is
 * written: what is stored after the copy has ended is lost, so the copy ends last.
 * Refuses to replace a file. @throws StartError
 */
export async function writeBackup(
  settings: PlatformSettings,
  { file, passphrase, report = () => undefined }: BackupOptions,
): Promise<BackupResult> {
  const target = resolve(file);
  assertBackupPossible(settings, target);
  const partial = `${target}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  try {
    writeFileSync(partial, '', { flag: 'wx', mode: 0o600 });
    let isWritten = false;
    const reading = readEntries(
      openedBytes(
        followedFile(partial, () => isWritten),
        passphrase,
      ),
      nowhere,
    );
    /* Told below, unless the writer failed first. */
    reading.catch(() => undefined);
    const span = await withServer(settings, (url) =>
      write(settings, url, partial, { passphrase, report }),
    ).finally(() => (isWritten = true));
    report('reading the rest of it back');
    const count = await reading;
    /* Unlike a rename, a link does not replace what came there meanwhile. */
    linkSync(partial, target);
    return { bytes: statSync(target).size, entries: count, span };
  } finally {
    rmSync(partial, { force: true });
  }
}

/* Held by a rotation of the data key: keys and what they wrap must be of one moment. */
const ROTATION_LOCK = 'argus-data-key-rotation';

const nowhere: EntrySink = {
  begin: () => Promise.resolve(),
  piece: () => Promise.resolve(),
  end: () => Promise.resolve(),
};

/** @throws StartError where there is nothing to back up, or no place for the archive */
export function assertBackupPossible({ DATABASE_URL, DATA_DIR }: PlatformSettings, file: string): void {
  const target = resolve(file);
  if (DATABASE_URL !== undefined)
    throw new StartError(
      'DATABASE_URL names a PostgreSQL of your own: back that up with pgBackRest, and DATA_DIR/secrets with it (docs/topics/backup.md).',
    );
  if (existsSync(target))
    throw new StartError(`${target} is there already; it is not replaced. Name another file.`);
  if (!existsSync(DATA_DIR))
    throw new StartError(`There is no installation in ${resolve(DATA_DIR)}; set DATA_DIR.`);
}

async function write(
  { DATA_DIR }: PlatformSettings,
  url: string,
  partial: string,
  { passphrase, report }: { passphrase: string; report: (words: string) => void },
): Promise<CopiedSpan> {
  let span: CopiedSpan | undefined;
  const cluster = await EmbeddedPostgres.clusterFolder(folderIn(DATA_DIR));
  async function* entries(): AsyncGenerator<SourceEntry> {
    const note = Buffer.from(JSON.stringify({ format: 1, createdAt: new Date().toISOString() }));
    yield { place: 'note', path: 'archive.json', kind: 'file', mode: 0o600, source: note };
    report('database');
    span = yield* clusterEntries(url, cluster, dataFiles(DATA_DIR));
  }
  await pipeline(
    seal(compressed(bytesOf(entries())), passphrase),
    createWriteStream(partial, { flags: 'r+', flush: true }),
  );
  return span!;
}

async function* clusterEntries(
  url: string,
  cluster: string,
  files: Iterable<SourceEntry>,
): AsyncGenerator<SourceEntry, CopiedSpan> {
  const copy = copyOfCluster(url, cluster, ROTATION_LOCK);
  let filesLeft: Iterable<SourceEntry> = files;
  try {
    for (let next = await copy.next(); ; next = await copy.next()) {
      if (next.done) return next.value;
      yield* filesLeft;
      filesLeft = [];
      yield { place: 'cluster', mode: next.value.kind === 'folder' ? 0o700 : 0o600, ...next.value };
    }
  } finally {
    /* Ends the backup in the server when the writer fails. */
    await copy.return(undefined as never);
  }
}
