import type { LoggerService } from '@nestjs/common';

const firstSaidAfterMs = 3_000;
const saidAgainEveryMs = 30_000;

interface AwaitedServer {
  /** Its name in messages, e.g. `PostgreSQL`. */
  readonly name: string;
  /** Its address in messages, without credentials; see `redactUrl`. */
  readonly place: string;
  /** The setting that names the address. */
  readonly setting: string;
}

/**
 * Waits for a server that the settings name. Logs the wait after three seconds if an attempt has failed, then every half minute, and its
 * end. `wait` reports why each attempt failed.
 */
export async function waitForServer<T>(
  logger: Pick<LoggerService, 'log' | 'warn'>,
  { name, place, setting }: AwaitedServer,
  wait: (onWaiting: (error: unknown) => void) => Promise<T>,
): Promise<T> {
  let reason: string | undefined;
  let isLong = false;
  let said = false;
  const say = (): void => {
    isLong = true;
    /* Without a failed attempt the server answers, and is only slow at what it is asked for. */
    if (reason === undefined) return;
    said = true;
    logger.warn(
      `Waiting for ${name} at ${place}: ${reason}. The start continues when it answers; if ${setting} names a wrong place, stop it and correct that.`,
    );
  };
  const first = setTimeout(say, firstSaidAfterMs);
  const again = setInterval(say, saidAgainEveryMs);
  try {
    const result = await wait((error) => {
      reason = reasonOf(error);
      if (isLong && !said) say();
    });
    if (said) logger.log(`${name} at ${place} answers`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

/** Returns comma-separated addresses without credentials and parameters. */
export const redactUrl = (urls: string): string =>
  urls
    .split(',')
    .map(
      (url) =>
        url
          .trim()
          .replace(/^(\w+:\/\/)?[^@/]*@/, '$1')
          .split('?')[0]!,
    )
    .join(', ');

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to that host',
  ENETUNREACH: 'no route to that network',
};

/** Returns why a connection failed, in words. A name with several addresses fails with one error for each. */
export function reasonOf(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  const { code = '', message } = (errors?.[0] ?? error) as NodeJS.ErrnoException;
  return reasons[code] ?? (message || String(error));
}
