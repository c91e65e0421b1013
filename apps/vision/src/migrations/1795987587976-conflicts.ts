import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Conflicts1795987587976 implements MigrationInterface {
  readonly name = 'Conflicts1795987587976';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE pending_template (
      gallery text NOT NULL,
      subject text NOT NULL,
      id uuid NOT NULL,
      enrolment_id text NOT NULL,
      other_subject text NOT NULL,
      cleared_subjects text[] NOT NULL,
      model text NOT NULL,
      model_version text NOT NULL,
      sealed bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_pending_template" PRIMARY KEY (gallery, subject),
      CONSTRAINT "UQ_pending_template_enrolment" UNIQUE (gallery, enrolment_id))`);
    await runner.query(
      `CREATE INDEX "IX_pending_template_other" ON pending_template (gallery, other_subject)`,
    );
    await runner.query(`CREATE TABLE negative_pair (
      gallery text NOT NULL,
      subject text NOT NULL,
      other text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_negative_pair" PRIMARY KEY (gallery, subject, other))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE negative_pair');
    await runner.query('DROP TABLE pending_template');
  }
}
