import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DeviceRefusals1796031500000 implements MigrationInterface {
  readonly name = 'DeviceRefusals1796031500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device ADD last_refused_at timestamptz, ADD last_refusal_cause text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device DROP COLUMN last_refused_at, DROP COLUMN last_refusal_cause');
  }
}
