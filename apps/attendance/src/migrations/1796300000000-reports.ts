import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reports1796300000000 implements MigrationInterface {
  readonly name = 'Reports1796300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE known_report (
      digest bytea NOT NULL,
      day date NOT NULL,
      number integer NOT NULL,
      generated_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_known_report" PRIMARY KEY (digest))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_known_report_number" ON known_report (day, number)`);
    await runner.query(`CREATE TABLE report_job (
      id uuid NOT NULL,
      requested_by integer NOT NULL,
      format text NOT NULL,
      scope jsonb NOT NULL,
      question_digest bytea NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      ended_at timestamptz,
      progress real NOT NULL DEFAULT 0,
      report_id text,
      error_code text,
      file_sealed bytea,
      CONSTRAINT "PK_report_job" PRIMARY KEY (id),
      CONSTRAINT "CK_report_job_ended" CHECK ((ended_at IS NULL) = (error_code IS NULL AND file_sealed IS NULL)))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_report_job_unfinished" ON report_job (requested_by, question_digest) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX "IX_report_job_requested" ON report_job (requested_at)`);
    await runner.query(`CREATE TABLE gateway_traffic (
      minute timestamptz NOT NULL,
      gateway text NOT NULL,
      requests integer NOT NULL,
      failures integer NOT NULL,
      seconds double precision NOT NULL,
      CONSTRAINT "PK_gateway_traffic" PRIMARY KEY (minute, gateway))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE gateway_traffic');
    await runner.query('DROP TABLE report_job');
    await runner.query('DROP TABLE known_report');
  }
}
