import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WatchLag1764110000001 implements MigrationInterface {
  readonly name = 'WatchLag1764110000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE equipment_watch ADD COLUMN lag_ms bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE equipment_watch DROP COLUMN lag_ms');
  }
}
