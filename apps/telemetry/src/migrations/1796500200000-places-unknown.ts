import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A fixation that lies on no display has no place there. */
export class PlacesUnknown1796500200000 implements MigrationInterface {
  readonly name = 'PlacesUnknown1796500200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE fixation ALTER COLUMN x DROP NOT NULL, ALTER COLUMN y DROP NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM fixation WHERE x IS NULL OR y IS NULL');
    await runner.query('ALTER TABLE fixation ALTER COLUMN x SET NOT NULL, ALTER COLUMN y SET NOT NULL');
  }
}
