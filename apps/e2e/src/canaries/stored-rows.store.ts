import type { Platform } from '@argus/testing';
import { rowsOf } from '@argus/testing/installation';

type Where = Pick<Platform, 'dataDirectory'>;

/** How far the server was at a moment: its next transaction, and the file of its write-ahead log. */
export interface Position {
  readonly transaction: string;
  readonly walFile: string;
}

export async function positionOf(where: Where): Promise<Position> {
  const [position] = await rowsOf<Position>(
    where,
    `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS transaction, pg_walfile_name(pg_current_wal_lsn()) AS "walFile"`,
  );
  return position!;
}

/** Returns the rows of every table as text, or only those since a position. Values that the server stores compressed are readable here. */
export async function storedRows(where: Where, since?: Position): Promise<{ table: string; text: string }[]> {
  const tables = await rowsOf<{ name: string }>(
    where,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const read = async ({ name }: { name: string }) => {
    const rows = await rowsOf<{ text: string }>(
      where,
      `SELECT t::text AS text FROM ${name} t WHERE $1::text IS NULL OR age(xmin) <= age($1::text::xid)`,
      [since?.transaction ?? null],
    );
    return { table: name, text: rows.map(({ text }) => text).join('\n') };
  };
  return Promise.all(tables.map(read));
}

/** Writes all that the server holds in memory to its files. */
export const writeToFiles = (where: Where): Promise<object[]> => rowsOf(where, 'CHECKPOINT');
