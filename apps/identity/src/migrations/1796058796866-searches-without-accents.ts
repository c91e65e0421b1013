import type { MigrationInterface, QueryRunner } from 'typeorm';

/* As printed and as typed where the keyboard has others. */
const APOSTROPHES = '\u2018\u2019\u02bc';
/* Of the letters that decompose into none, those that keyboards without them write otherwise; `fold_text` has made them small. */
const LETTERS = [
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ħ', 'h'],
  ['ŧ', 't'],
] as const;
const LIGATURES = [
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['þ', 'th'],
] as const;

/* Combining Diacritical Marks: those of Latin, Greek and Cyrillic. In other scripts marks are letters. */
const WITHOUT_MARKS = String.raw`normalize(regexp_replace(normalize(fold_text(given), NFD), '[\u0300-\u036f]', '', 'g'), NFC)`;
const WITHOUT_LIGATURES = LIGATURES.reduce(
  (text, [ligature, letters]) => `replace(${text}, '${ligature}', '${letters}')`,
  WITHOUT_MARKS,
);
const FROM = `${LETTERS.map(([letter]) => letter).join('')}${APOSTROPHES}`;
const TO = `${LETTERS.map(([, plain]) => plain).join('')}${"''".repeat(APOSTROPHES.length)}`;

/** Searches find José by `jose` and Łódź by `lodz`. Names and addresses go on being told apart: `fold_text` stays as it is. */
export class SearchesWithoutAccents1796058796866 implements MigrationInterface {
  readonly name = 'SearchesWithoutAccents1796058796866';

  async up(runner: QueryRunner): Promise<void> {
    await this.#search(runner, `translate(${WITHOUT_LIGATURES}, '${FROM}', '${TO}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.#search(runner, `translate(fold_text(given), '${APOSTROPHES}', repeat('''', 3))`);
  }

  async #search(runner: QueryRunner, form: string): Promise<void> {
    await runner.query(`CREATE OR REPLACE FUNCTION search_form(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN ${form}`);
    await runner.query(`UPDATE account SET department = department
      WHERE concat(first_name, last_name, email, username, department) ~ '[^ -~]'`);
  }
}
