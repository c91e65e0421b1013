import type { Database } from '../database/database.js';

const ROWS_PER_DELETE = 10_000;

/** Deletes the rows of a table that meet the condition, in transactions of bounded length. Both are SQL of the caller. */
export async function deleteRows(
  database: Database,
  table: string,
  condition: string,
  ...values: readonly unknown[]
): Promise<void> {
  for (;;) {
    /* Rows found, not rows deleted: somebody else may delete the same ones meanwhile, and more may be left. */
    const [{ found } = { found: 0 }] = await database.query<{ found: number }>(
      `WITH part AS MATERIALIZED (SELECT tableoid, ctid FROM ${table} WHERE ${condition} LIMIT ${ROWS_PER_DELETE}),
            gone AS (DELETE FROM ${table} USING part
                      WHERE ${table}.ctid = part.ctid AND ${table}.tableoid = part.tableoid)
       SELECT count(*)::int AS found FROM part`,
      [...values],
    );
    if (found < ROWS_PER_DELETE) return;
  }
}
