import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * E-mail addresses are unique without case in all scripts, and what lists search in is stored folded. Of addresses that became one the
 * oldest account's has `email_twin` 0; `AccountLooks` reports the others at each start.
 */
export class TextsFold1796030800438 implements MigrationInterface {
  readonly name = 'TextsFold1796030800438';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account
      ADD COLUMN email_twin integer NOT NULL DEFAULT 0,
      ADD COLUMN search_text text COLLATE "C" NOT NULL DEFAULT '',
      ADD COLUMN department_folded text COLLATE "C"`);
    // A generated column would need tables of the mapper's own.
    await runner.query(`CREATE FUNCTION fold_account() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
      BEGIN
        NEW.search_text := fold_text(concat_ws(E'\\n', NEW.first_name, NEW.last_name, NEW.email, NEW.username));
        NEW.department_folded := fold_text(NEW.department);
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER fold BEFORE INSERT OR UPDATE OF first_name, last_name, email, username, department
      ON account FOR EACH ROW EXECUTE FUNCTION fold_account()`);
    await runner.query(`UPDATE account SET department = account.department, email_twin = place.twin
      FROM (SELECT family, id, CASE WHEN email IS NULL THEN 0
              ELSE row_number() OVER (PARTITION BY family, fold_text(email) ORDER BY id) - 1 END AS twin FROM account) AS place
      WHERE place.family = account.family AND place.id = account.id`);
    await runner.query(`DROP INDEX "UQ_account_email"`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_account_email" ON account (family, fold_text(email), email_twin)`,
    );
    await runner.query(`CREATE INDEX "IX_account_email_twin" ON account (family) WHERE email_twin > 0`);
    // Folded otherwise until now; they are filled in at the start.
    await runner.query(`UPDATE account SET small_letters = NULL, capitals = NULL WHERE username LIKE '%ẞ%'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER fold ON account');
    await runner.query('DROP FUNCTION fold_account()');
    await runner.query('DROP INDEX "IX_account_email_twin", "UQ_account_email"');
    await runner.query(
      'ALTER TABLE account DROP COLUMN email_twin, DROP COLUMN search_text, DROP COLUMN department_folded',
    );
    await runner.query(`CREATE UNIQUE INDEX "UQ_account_email" ON account (family, lower(email))`);
  }
}
