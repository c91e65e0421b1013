import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceEntry } from './archive-entries.js';

/* The database is copied by itself; former backups are none of the data; a broker may lose everything; ports and claims belong to what runs. */
const leftOut =
  /^(nats|backups|postgres\/(cluster|owner\.json|port))(\/|$)|(^|\/)\.argus-|\.(new|partial|pid)$/;

/** Returns the files of the data folder besides the database: secrets above all. */
export function* dataFiles(dataDirectory: string, folder = ''): Generator<SourceEntry> {
  for (const name of readdirSync(join(dataDirectory, folder)).sort()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (leftOut.test(path)) continue;
    const source = join(dataDirectory, path);
    const stats = lstatSync(source, { throwIfNoEntry: false });
    const mode = (stats?.mode ?? 0) & 0o777;
    if (stats?.isDirectory()) {
      yield { place: 'data', path, kind: 'folder', mode };
      yield* dataFiles(dataDirectory, path);
    } else if (stats?.isFile()) yield { place: 'data', path, kind: 'file', mode, source };
  }
}
