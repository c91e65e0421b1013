import type { Database } from '@argus/persistence';

const ROWS_A_PART = 10_000;

/** Deletes rows in transactions of bounded length; `condition` is about `$1`. */
export async function deleteInParts(
  database: Database,
  table: 'reading' | 'reading_batch' | 'rollup' | 'production_count' | 'stop_explanation',
  condition: string,
  value: unknown,
): Promise<void> {
  for (;;) {
    const rows = await database.query(
      `WITH part AS (SELECT tableoid, ctid FROM ${table} WHERE ${condition} LIMIT ${ROWS_A_PART})
       DELETE FROM ${table} USING part WHERE ${table}.ctid = part.ctid AND ${table}.tableoid = part.tableoid
       RETURNING 1`,
      [value],
    );
    if (rows.length < ROWS_A_PART) return;
  }
}
