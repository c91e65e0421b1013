import { escapeIdentifier } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Sealer } from './sealer.js';

/** Rows looked at per column. */
const SAMPLE = 20;

/**
 * Tells whether the schema holds sealed bytes, none of which has the key of this sealer. Columns of sealed bytes end in "sealed"; the id
 * of the key stands in their second to fifth byte.
 */
export async function isSealedOtherwise(tx: EntityManager, schema: string, sealer: Sealer): Promise<boolean> {
  const columns = await tx.query<{ table_name: string; column_name: string }[]>(
    `SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = $1 AND data_type = 'bytea' AND column_name LIKE '%sealed'`,
    [schema],
  );
  let sealed = 0;
  for (const { table_name, column_name } of columns) {
    const table = `${escapeIdentifier(schema)}.${escapeIdentifier(table_name)}`;
    const column = escapeIdentifier(column_name);
    const rows = await tx.query<{ own: boolean }[]>(
      `SELECT substring(${column} FROM 2 FOR 4) = $1 AS own FROM ${table} WHERE ${column} IS NOT NULL LIMIT ${SAMPLE}`,
      [Buffer.from(sealer.keyId)],
    );
    if (rows.some(({ own }) => own)) return false;
    sealed += rows.length;
  }
  return sealed > 0;
}
