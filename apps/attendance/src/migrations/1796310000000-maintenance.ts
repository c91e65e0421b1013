import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Maintenance1796310000000 implements MigrationInterface {
  readonly name = 'Maintenance1796310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE maintenance_run (
      id uuid NOT NULL,
      task text NOT NULL,
      parameters jsonb NOT NULL,
      requested_by text,
      requested_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      ended_at timestamptz,
      succeeded boolean,
      message text,
      CONSTRAINT "PK_maintenance_run" PRIMARY KEY (id),
      CONSTRAINT "CK_maintenance_run_ended" CHECK ((ended_at IS NULL) = (succeeded IS NULL)))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_maintenance_run_unfinished" ON maintenance_run (task) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX "IX_maintenance_run_requested" ON maintenance_run (requested_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE maintenance_run');
  }
}
