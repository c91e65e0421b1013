import type { Database } from '@argus/persistence';
import type { EntityManager } from 'typeorm';

/** Ids for new rows, ascending, before they are written: so that what is written beside them can name them. */
export async function nextIds(
  database: Database,
  tx: EntityManager,
  table: 'alarm' | 'alert',
  count: number,
): Promise<number[]> {
  const rows = await database.preparedIn<{ id: number }>(
    tx,
    `${table}.ids`,
    `SELECT nextval('${table}_id_seq') AS id FROM generate_series(1, $1)`,
    [count],
  );
  return rows.map(({ id }) => id);
}
