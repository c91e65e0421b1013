import { claim } from '../claims/claim.mjs';

/** Why the embedded PostgreSQL cannot start, in words for the person who started it. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

export class AlreadyRunning extends EmbeddedPostgresError {
  override readonly name = 'AlreadyRunning';

  constructor(
    readonly pid: number,
    readonly directory: string,
  ) {
    super(
      `Argus is already running on ${directory} (process ${pid}). Stop it first, or set DATA_DIR to another folder.`,
    );
  }
}

/** Makes this process the owner of a folder until `release`. Takes over the lock of a dead process; throws AlreadyRunning otherwise. */
export function own(directory: string, file: string): { release(): void } {
  const claimed = claim(file);
  if (claimed.taken) throw new AlreadyRunning(claimed.taken.pid, directory);
  return claimed;
}
