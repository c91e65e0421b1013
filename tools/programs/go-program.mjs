import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { cached } from './cached.mjs';

const LIMIT_MS = 600_000;

/**
 * A program that Go builds into the user's cache. Go compares what it downloads with its public log of checksums, or with the go.sum beside
 * a go.mod of ours.
 * @param from `{ folder, package }`: a module of ours and what to build in it; or `{ module }`: a path with a version
 */
export function goProgram(name, version, from) {
  const path = cached(`${name}-${version}`);
  const words = from.folder ? ['build', '-trimpath', '-o', path, from.package] : ['install', from.module];
  return {
    version,
    find: () => (existsSync(path) ? path : undefined),
    /** Builds the program. Throws when there is no Go, or what it needs cannot be had. */
    bring() {
      if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) throw new Error('there is no Go');
      mkdirSync(dirname(path), { recursive: true });
      const env = { ...process.env, CGO_ENABLED: '0', ...(!from.folder && { GOBIN: dirname(path) }) };
      const { status, stderr, error } = spawnSync('go', words, {
        cwd: from.folder,
        env,
        encoding: 'utf8',
        timeout: LIMIT_MS,
      });
      if (status !== 0)
        throw new Error(`go ${words[0]} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
      if (!from.folder) renameSync(`${dirname(path)}/${name}`, path);
      return path;
    },
  };
}
