import type { MigrationInterface, QueryRunner } from 'typeorm';

/* What `trim` of JavaScript takes away and NFKC leaves. */
const OUTER_SPACE = String.raw`E' \t\n\u000b\f\r\u1680\u2028\u2029\ufeff'`;

/** Adds `foldText` of libs/contracts as a function. Its body is bound to the collation when it is made, so no search path changes it. */
export class FoldText1764000000005 implements MigrationInterface {
  readonly name = 'FoldText1764000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION fold_text(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN btrim(normalize(replace(lower(upper(lower(normalize(given, NFKC) COLLATE "und-x-icu"))), 'ς', 'σ'), NFKC), ${OUTER_SPACE})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION fold_text(text)');
  }
}
