import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts sessions and screens by the account or the address that they come from. */
export class Origins1764070000000 implements MigrationInterface {
  readonly name = 'Origins1764070000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['session', 'screen']) {
      await runner.query(`ALTER TABLE ${table} ADD origin text NOT NULL DEFAULT ''`);
      await runner.query(`UPDATE ${table} SET origin = owner`);
      await runner.query(`CREATE INDEX "IX_${table}_origin" ON ${table} (origin)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['session', 'screen']) await runner.query(`ALTER TABLE ${table} DROP COLUMN origin`);
  }
}
