import { DatabaseRefused, withClient } from '@argus/persistence';
import { Logger } from '@nestjs/common';
import { StartError } from '../settings/start-error.js';
import { reasonOf, redactUrl, waitForServer } from './wait-for-server.js';

/** Does `work`, which waits until Postgres answers, and logs the wait. @throws StartError if Postgres refuses `who` */
export async function waitForDatabase<T>(
  url: string,
  who: string,
  work: (onWaiting: (error: unknown) => void) => Promise<T>,
): Promise<T> {
  const server = { name: 'PostgreSQL', place: redactUrl(url), setting: 'DATABASE_URL' };
  try {
    return await waitForServer(new Logger('Database'), server, work);
  } catch (error) {
    if (!(error instanceof DatabaseRefused)) throw error;
    throw new StartError(
      `PostgreSQL at ${server.place} refuses ${who}: ${error.message}. Correct DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** Asks Postgres for nothing, at once, since a person waits. @throws StartError that says why Postgres cannot be used */
export async function assertDatabaseUsable(url: string): Promise<void> {
  try {
    await withClient(url, async () => undefined);
  } catch (error) {
    const place = redactUrl(url).replace(/^\w+:\/\//, '');
    throw new StartError(`PostgreSQL at ${place} cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
}
