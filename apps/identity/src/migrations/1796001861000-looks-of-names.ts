import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds how user names look. `AccountLooks` fills it at the start and reports names that look like another. */
export class LooksOfNames1796001861000 implements MigrationInterface {
  readonly name = 'LooksOfNames1796001861000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account
      ADD COLUMN small_letters text COLLATE "C",
      ADD COLUMN capitals text COLLATE "C",
      ADD CONSTRAINT "UQ_account_small_letters" UNIQUE (family, small_letters),
      ADD CONSTRAINT "UQ_account_capitals" UNIQUE (family, capitals)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE account DROP COLUMN small_letters, DROP COLUMN capitals');
  }
}
