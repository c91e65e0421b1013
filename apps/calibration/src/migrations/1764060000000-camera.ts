import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores the intrinsics of the camera with the screen. */
export class Camera1764060000000 implements MigrationInterface {
  readonly name = 'Camera1764060000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE screen ADD camera jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE screen DROP COLUMN camera');
  }
}
