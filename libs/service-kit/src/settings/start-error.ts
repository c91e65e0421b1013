import { dirname, resolve } from 'node:path';

/** Why a process cannot start, in words for the person who started it. Shown without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** Names the folder already. */
class DiskFull extends StartError {}

/** Messages of programs that we start, such as initdb, beside the codes of the system. */
const FULL = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded/i;

const DISK_FULL_OF_POSTGRES = '53100';

/** Returns a StartError that names the folder if a failure, or what caused it, is a full disk; else the error itself. */
export function diskFull(error: unknown, folder: string): unknown {
  for (let at = error as Failure | undefined, depth = 0; at && depth < DEEPEST_CAUSE; depth += 1) {
    if (at instanceof DiskFull) return at;
    if (FULL.test(`${at.code} ${at.message}`)) {
      const written = at.path === undefined ? resolve(folder) : dirname(at.path);
      const place = at.code === DISK_FULL_OF_POSTGRES ? "PostgreSQL's data" : written;
      return new DiskFull(
        `The disk is full: nothing more can be written in ${place}. Free some space, then try again.`,
        { cause: error },
      );
    }
    at = at.cause;
  }
  return error;
}

const DEEPEST_CAUSE = 8;

interface Failure {
  readonly code?: string;
  readonly message?: string;
  readonly path?: string;
  readonly cause?: Failure;
}

interface ListenFailure extends NodeJS.ErrnoException {
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
}

/** Returns a StartError for a failure to listen, or the error itself; `setting` names the port. */
export function cannotListen(error: unknown, setting: 'PORT' | 'OPERATIONS_PORT'): unknown {
  if (!(error instanceof Error)) return error;
  const { code = '', port, address, hostname } = error as ListenFailure;
  const host = setting === 'PORT' ? 'HOST' : 'OPERATIONS_HOST';
  const words: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is taken by another program; set ${setting} to a free one.`,
    EACCES: `Port ${port} is not allowed to this user; set ${setting} to one above 1023.`,
    EADDRNOTAVAIL: `${host} is wrong: this machine has no address ${address}; 127.0.0.1 is for itself, 0.0.0.0 for all.`,
    ENOTFOUND: `${host} is wrong: the name ${hostname} is unknown; use an address of this machine.`,
    EAI_AGAIN: `${host} is wrong: the name ${hostname} cannot be looked up; use an address of this machine.`,
  };
  const message = words[code];
  return message === undefined ? error : new StartError(message, { cause: error });
}
