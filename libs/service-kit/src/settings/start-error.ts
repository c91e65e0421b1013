/** Why a process cannot start, in words for the person who started it. Shown without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
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
