import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Templates1764000001000 implements MigrationInterface {
  readonly name = 'Templates1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE template (
      id uuid NOT NULL,
      gallery text NOT NULL,
      subject text NOT NULL,
      model text NOT NULL,
      model_version text NOT NULL,
      sealed bytea,
      position bigint NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      retired_at timestamptz,
      CONSTRAINT "PK_template" PRIMARY KEY (id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_template_active" ON template (gallery, subject) WHERE retired_at IS NULL`,
    );
    await runner.query(`CREATE UNIQUE INDEX "UQ_template_position" ON template (position)`);
    await runner.query(`CREATE TABLE enrolment (
      gallery text NOT NULL,
      enrolment_id text NOT NULL,
      outcome jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_enrolment" PRIMARY KEY (gallery, enrolment_id))`);
    await runner.query(`CREATE INDEX "IX_enrolment_created" ON enrolment (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE enrolment');
    await runner.query('DROP TABLE template');
  }
}
