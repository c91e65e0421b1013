import { type Platform, rowsOf } from '@argus/testing';

/** Returns all rows of every table as text. Values that the server stores compressed are readable here. */
export async function storedRows(platform: Platform): Promise<{ table: string; text: string }[]> {
  const tables = await rowsOf<{ name: string }>(
    platform,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const read = tables.map(async ({ name }) => {
    const rows = await rowsOf<{ text: string }>(platform, `SELECT t::text AS text FROM ${name} t`);
    return { table: name, text: rows.map(({ text }) => text).join('\n') };
  });
  return Promise.all(read);
}

/** Writes all that the server holds in memory to its files. */
export const writeToFiles = (platform: Platform): Promise<object[]> => rowsOf(platform, 'CHECKPOINT');
