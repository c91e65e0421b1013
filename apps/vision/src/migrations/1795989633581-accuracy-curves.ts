import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccuracyCurves1795989633581 implements MigrationInterface {
  readonly name = 'AccuracyCurves1795989633581';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE accuracy_curve (
      id uuid NOT NULL,
      gallery text NOT NULL,
      model text NOT NULL,
      curve jsonb NOT NULL,
      measured_at timestamptz NOT NULL DEFAULT now(),
      adopted_at timestamptz,
      CONSTRAINT "PK_accuracy_curve" PRIMARY KEY (id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_accuracy_curve_in_force" ON accuracy_curve (gallery, model) WHERE adopted_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX "IX_accuracy_curve_measured" ON accuracy_curve (measured_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE accuracy_curve');
  }
}
