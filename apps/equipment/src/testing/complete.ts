import { eventually } from '@argus/testing';
import type { Database } from '@argus/persistence';

const [FIRST_RUNNING, NEXT] = ['xmin', 'xmax'].map(
  (end) => `pg_snapshot_${end}(pg_current_snapshot())::text::bigint`,
) as [string, string];

/**
 * Resolves when all transactions that ended before the call are complete: none that began earlier runs any more, in any database of
 * the server. Feeds tell nothing before that, and other test files work on the same server.
 */
export async function complete(database: Database): Promise<void> {
  const [now] = await database.query<{ next: number }>(`SELECT ${NEXT} AS next`);
  await eventually(
    () => database.query<{ complete: boolean }>(`SELECT ${FIRST_RUNNING} >= $1 AS complete`, [now!.next]),
    ([row]) => row!.complete,
  );
}
