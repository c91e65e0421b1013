import type { Database } from '@argus/persistence';

const ROWS_A_PART = 10_000;

type Table =
  | 'reading'
  | 'reading_batch'
  | 'rollup'
  | 'measurement_rollup'
  | 'production_count'
  | 'stop_explanation'
  | 'unevaluated_reading'
  | 'breach'
  | 'alarm_event'
  | 'alarm'
  | 'alert';

/** Deletes rows in transactions of bounded length; `condition` is about `$1` and the following. */
export async function deleteInParts(
  database: Database,
  table: Table,
  condition: string,
  ...values: readonly unknown[]
): Promise<void> {
  for (;;) {
    const rows = await database.query(
      `WITH part AS (SELECT tableoid, ctid FROM ${table} WHERE ${condition} LIMIT ${ROWS_A_PART})
       DELETE FROM ${table} USING part WHERE ${table}.ctid = part.ctid AND ${table}.tableoid = part.tableoid
       RETURNING 1`,
      [...values],
    );
    if (rows.length < ROWS_A_PART) return;
  }
}
