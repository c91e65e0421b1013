import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FaceEvaluations1795989806720 implements MigrationInterface {
  readonly name = 'FaceEvaluations1795989806720';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE face_evaluation (
      id uuid NOT NULL,
      requested_by integer NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz,
      result jsonb,
      error_code text,
      CONSTRAINT "PK_face_evaluation" PRIMARY KEY (id))`);
    await runner.query(`CREATE INDEX "IX_face_evaluation_requested" ON face_evaluation (requested_at)`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_face_evaluation_running" ON face_evaluation ((1)) WHERE ended_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE face_evaluation');
  }
}
