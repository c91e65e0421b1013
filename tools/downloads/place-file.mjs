import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file so that nobody ever reads half of it, however many processes do so at once. */
export function placeFile(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  const scratch = `${path}.${process.pid}-${randomUUID()}`;
  try {
    writeFileSync(scratch, content, { flag: 'wx', mode });
    renameSync(scratch, path);
  } finally {
    rmSync(scratch, { force: true });
  }
}
