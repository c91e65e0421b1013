/** Why a process cannot start, in words for whoever started it. Shown without a stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** In words when a server could not get its port; `setting` is what chooses it. */
export function portTaken(error: unknown, setting: string): StartError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return new StartError(`Port ${port} is taken by another program; set ${setting} to a free one.`, {
      cause: error,
    });
  }
  if (code === 'EACCES' && port !== undefined) {
    return new StartError(`Port ${port} is not allowed to this user; set ${setting} to one above 1023.`, {
      cause: error,
    });
  }
  return undefined;
}
