import type { Database } from '@argus/persistence';
import type { EntityManager } from 'typeorm';

/** Returns ascending ids for rows that are still to be written, so that other rows can refer to them. */
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
