import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeFile } from '../downloads/place-file.mjs';
import { cached } from './cached.mjs';

/**
 * A program out of a package of Debian, in the user's cache. The package is only unpacked: installing one may start a server. apt compares it
 * with Debian's signed list.
 */
export function debianMember(name, packageName, member) {
  const path = cached(name);
  return {
    find: () => (existsSync(path) ? path : undefined),
    /** Brings the program. Throws when this is not Debian, or the package cannot be had. */
    bring() {
      const folder = mkdtempSync(join(tmpdir(), 'argus-debian-'));
      const run = (program, ...words) =>
        spawnSync(program, words, { cwd: folder, stdio: 'ignore' }).status === 0;
      const download = () => run('apt-get', 'download', '-o', 'APT::Sandbox::User=root', packageName);
      try {
        if (!download() && !(run('apt-get', 'update') && download()))
          throw new Error(`apt-get download ${packageName} failed`);
        if (!run('dpkg-deb', '-x', readdirSync(folder)[0], '.')) throw new Error('dpkg-deb failed');
        placeFile(path, readFileSync(join(folder, member)), 0o755);
        return path;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}
