import type { Client } from 'pg';

/** The database cannot compare texts as people read them. */
export class NotUnicode extends Error {
  override readonly name = 'NotUnicode';
}

/** Throws NotUnicode unless the database holds all of Unicode and the server has the collation that `fold_text` needs. */
export async function assertUnicode(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; encoding: string; has_icu: boolean }>(
    `SELECT datname AS name, pg_encoding_to_char(encoding) AS encoding,
            to_regcollation('pg_catalog."und-x-icu"') IS NOT NULL AS has_icu
       FROM pg_database WHERE datname = current_database()`,
  );
  const { name, encoding, has_icu } = rows[0]!;
  if (encoding !== 'UTF8')
    throw new NotUnicode(
      `The database ${name} is encoded in ${encoding}; make one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`,
    );
  if (!has_icu)
    throw new NotUnicode(
      'This PostgreSQL has no collation "und-x-icu", by which texts are compared: use one that was built with ICU',
    );
}
