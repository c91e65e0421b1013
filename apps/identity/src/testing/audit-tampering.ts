import { withClient } from '@argus/persistence';

/** Runs statements as the owner of the database, without triggers. */
export const tamper = (databaseUrl: string, statements: readonly string[]): Promise<void> =>
  withClient(databaseUrl, async (client) => {
    await client.query(`SET search_path = identity; SET session_replication_role = replica`);
    for (const sql of statements) await client.query(sql);
  });

/** Tampers, returns what `look` sees, and restores the audit. */
export async function whileTampered<T>(
  databaseUrl: string,
  statements: readonly string[],
  look: () => Promise<T>,
): Promise<T> {
  await tamper(databaseUrl, [
    'CREATE TABLE kept_events AS TABLE audit_event',
    'CREATE TABLE kept_head AS TABLE audit_head',
    ...statements,
  ]);
  try {
    return await look();
  } finally {
    await tamper(databaseUrl, [
      'TRUNCATE audit_event, audit_head',
      'INSERT INTO audit_event SELECT * FROM kept_events',
      'INSERT INTO audit_head SELECT * FROM kept_head',
      'DROP TABLE kept_events, kept_head',
    ]);
  }
}

const content = `at, action, success, severity, family, account_id, request_id, details, mac`;

/** Exchanges the content of two events and leaves their positions; for `whileTampered`. */
export const swapped = (one: number, other: number): string =>
  `UPDATE audit_event e SET (${content}) = (SELECT ${content} FROM kept_events k
     WHERE k.position = CASE e.position WHEN ${one} THEN ${other} ELSE ${one} END) WHERE e.position IN (${one}, ${other})`;
