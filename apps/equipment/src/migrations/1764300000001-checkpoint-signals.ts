import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checkpoints name the signals whose last values they hold; those from before hold the documented three. */
export class CheckpointSignals1764300000001 implements MigrationInterface {
  readonly name = 'CheckpointSignals1764300000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE checkpoint ADD COLUMN signals text[] NOT NULL DEFAULT '{temperature,speed,pressure}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE checkpoint DROP COLUMN signals');
  }
}
