import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Templates that wait keep what the former model says of them. Those that wait already are checked by the present one only. */
export class PendingByFormerModel1796012423742 implements MigrationInterface {
  readonly name = 'PendingByFormerModel1796012423742';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pending_template ADD COLUMN former_sealed bytea');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pending_template DROP COLUMN former_sealed');
  }
}
