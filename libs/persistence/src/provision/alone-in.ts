import { withClient } from './with-client.js';

/** Runs `work` unless another process does work of this name in the database. @returns undefined if it does */
export function aloneIn<T>(url: string, name: string, work: () => Promise<T>): Promise<T | undefined> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken',
      [name],
    );
    return rows[0]!.taken ? work() : undefined;
  });
}
