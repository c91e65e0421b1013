import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { EmbeddedPostgres } from '@argus/embedded';
import { type PlatformSettings, StartError } from '@argus/service-kit';
import { folderIn } from '../postgres.js';
import { type ArchiveEntry, type EntrySink, readEntries } from './archive-entries.js';
import { SealedArchiveError } from './sealed-chunks.js';
import { openedBytes } from './write-backup.js';

export interface RestoreOptions {
  readonly file: string;
  readonly passphrase: string;
}

export interface ArchiveNote {
  readonly format: number;
  readonly createdAt: string;
}

/**
 * Unpacks an archive into a new data folder. Nothing has its final name before all of it was read and its checksums compared; nothing that is
 * there is replaced. @throws StartError
 */
export async function restoreArchive(
  { DATABASE_URL, DATA_DIR }: PlatformSettings,
  { file, passphrase }: RestoreOptions,
): Promise<ArchiveNote> {
  if (DATABASE_URL !== undefined)
    throw new StartError('An archive holds an embedded PostgreSQL: unset DATABASE_URL to restore it.');
  if (!existsSync(file)) throw new StartError(`${file} is not there.`);
  const data = resolve(DATA_DIR);
  const cluster = await EmbeddedPostgres.clusterFolder(folderIn(data));
  for (const folder of [data, cluster]) assertEmpty(folder);
  const staging = {
    data: `${data}.restoring-${process.pid}`,
    cluster: `${cluster}.restoring-${process.pid}`,
  };
  const inside = cluster.startsWith(data + sep);
  if (inside) staging.cluster = staging.data + cluster.slice(data.length);
  for (const folder of Object.values(staging)) rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(staging.data, { recursive: true });
    /* Parents keep the usual rights: the account of Postgres passes them. */
    mkdirSync(dirname(staging.cluster), { recursive: true });
    mkdirSync(staging.cluster, { mode: 0o700 });
    const sink = new FolderSink(staging);
    await readEntries(openedBytes(createReadStream(file), passphrase), sink);
    const note = JSON.parse(sink.note) as ArchiveNote;
    if (note.format !== 1)
      throw new SealedArchiveError(`The archive has format ${note.format}; this Argus reads 1.`);
    await EmbeddedPostgres.giveCluster(staging.cluster);
    if (!inside) place(staging.cluster, cluster);
    place(staging.data, data);
    return note;
  } catch (error) {
    throw error instanceof SealedArchiveError ? new StartError(error.message, { cause: error }) : error;
  } finally {
    for (const folder of Object.values(staging)) rmSync(folder, { recursive: true, force: true });
  }
}

function assertEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StartError(
      `${folder} holds something; nothing is replaced. Move it away, or set DATA_DIR to a new folder.`,
    );
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (existsSync(to)) rmdirSync(to);
  renameSync(from, to);
}

/** Writes entries below the two folders. */
class FolderSink implements EntrySink {
  note = '';
  private file: number | undefined;
  private isNote = false;

  constructor(private readonly folders: Record<'data' | 'cluster', string>) {}

  begin({ place: where, path, kind, mode }: ArchiveEntry): Promise<void> {
    this.isNote = where === 'note';
    if (!this.isNote) {
      const folder = this.folders[where as 'data' | 'cluster'];
      const target = join(folder, path);
      if (kind === 'folder') mkdirSync(target, { recursive: true, mode });
      else {
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        this.file = openSync(target, 'wx', mode);
      }
    }
    return Promise.resolve();
  }

  piece(bytes: Buffer): Promise<void> {
    if (this.isNote) this.note += bytes.toString();
    else for (let at = 0; at < bytes.length;) at += writeSync(this.file!, bytes, at);
    return Promise.resolve();
  }

  end(): Promise<void> {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    return Promise.resolve();
  }
}
