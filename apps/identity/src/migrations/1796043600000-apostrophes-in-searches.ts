import type { MigrationInterface, QueryRunner } from 'typeorm';

/* As printed and as typed where the keyboard has others. */
const APOSTROPHES = '\u2018\u2019\u02bc';

/** Searches find O'Brien by any apostrophe. Uniqueness goes on telling them apart: `fold_text` stays as it is. */
export class ApostrophesInSearches1796043600000 implements MigrationInterface {
  readonly name = 'ApostrophesInSearches1796043600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION search_form(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN translate(fold_text(given), '${APOSTROPHES}', repeat('''', 3))`);
    await this.#foldBy(runner, 'search_form');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.#foldBy(runner, 'fold_text');
    await runner.query('DROP FUNCTION search_form(text)');
  }

  async #foldBy(runner: QueryRunner, form: string): Promise<void> {
    await runner.query(`CREATE OR REPLACE FUNCTION fold_account() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
      BEGIN
        NEW.search_text := ${form}(concat_ws(E'\\n', NEW.first_name, NEW.last_name, NEW.email, NEW.username));
        NEW.department_folded := ${form}(NEW.department);
        RETURN NEW;
      END $$`);
    await runner.query(`UPDATE account SET department = department
      WHERE concat(first_name, last_name, email, username, department) ~ '[${APOSTROPHES}]'`);
  }
}
