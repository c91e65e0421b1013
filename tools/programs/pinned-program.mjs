/*
 * A program of one version in the user's cache, whose file is known by its checksum for each platform. It is run only while the file is what
 * it should be.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mismatch } from '../../apps/vision/src/models/weight-files.mjs';
import { placeFile } from '../downloads/place-file.mjs';
import { cached } from './cached.mjs';

/**
 * @param files `{ bytes, sha256 }` by platform and architecture, e.g. linux-x64
 * @param contentOf brings the file, given its limit of bytes; throws when it cannot be had
 */
export function pinnedProgram(name, version, files, contentOf) {
  const file = files[`${process.platform}-${process.arch}`];
  const path = cached(`${name}-${version}`);
  return {
    version,
    /** Returns the path of the program if it is there and is what it should be. */
    find: () =>
      file && existsSync(path) && mismatch(readFileSync(path), file) === undefined ? path : undefined,
    /** Brings the program. Returns its path. Throws when it cannot be had or has another checksum. */
    bring() {
      if (!file) throw new Error(`there is none for ${process.platform} on ${process.arch}`);
      const content = contentOf(file.bytes);
      const problem = mismatch(content, file);
      if (problem) throw new Error(`what came ${problem}`);
      placeFile(path, content, 0o755);
      return path;
    },
  };
}
