import type { LoggerService } from '@nestjs/common';

const firstSaidAfterMs = 3_000;
const saidAgainEveryMs = 30_000;

interface AwaitedServer {
  /** As people call it, e.g. `PostgreSQL`. */
  readonly name: string;
  /** Where it should be; see `placeOf`. */
  readonly place: string;
  /** The setting that says so. */
  readonly setting: string;
}

/**
 * Waits for a server of somebody else, and says so when it takes long: after a few seconds, then every half a minute, and
 * when it is over. `wait` hands on why every attempt failed.
 */
export async function sayingSo<T>(
  logger: Pick<LoggerService, 'log' | 'warn'>,
  { name, place, setting }: AwaitedServer,
  wait: (onWaiting: (error: unknown) => void) => Promise<T>,
): Promise<T> {
  let reason = 'no answer';
  let said = false;
  const say = (): void => {
    said = true;
    logger.warn(
      `Waiting for ${name} at ${place}: ${reason}. The start goes on when it is there; end it to correct ${setting}.`,
    );
  };
  const first = setTimeout(say, firstSaidAfterMs);
  const again = setInterval(say, saidAgainEveryMs);
  try {
    const result = await wait((error) => (reason = reasonOf(error)));
    if (said) logger.log(`${name} at ${place} is there`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

/** Addresses, separated by commas, without what must not be shown. */
export const placeOf = (urls: string): string =>
  urls
    .split(',')
    .map((url) =>
      url
        .trim()
        .replace(/^(\w+:\/\/)?[^@/]*@/, '$1')
        .replace(/\?.*$/, ''),
    )
    .join(', ');

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
};

/** Why a connection failed, in words. A name with several addresses fails with an error for each. */
export function reasonOf(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly unknown[] };
  const { code = '', message } = (errors?.[0] ?? error) as NodeJS.ErrnoException;
  return reasons[code] ?? (message || String(error));
}
