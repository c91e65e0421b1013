import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `timed` is false for batch frames sent without the time when they were taken. */
export class UntimedSamples1764050000000 implements MigrationInterface {
  readonly name = 'UntimedSamples1764050000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sample ADD timed boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sample DROP COLUMN timed');
  }
}
