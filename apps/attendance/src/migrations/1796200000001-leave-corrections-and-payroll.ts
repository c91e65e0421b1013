import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LeaveCorrectionsAndPayroll1796200000001 implements MigrationInterface {
  readonly name = 'LeaveCorrectionsAndPayroll1796200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE leave (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      kind text NOT NULL,
      date_from date NOT NULL,
      date_to date NOT NULL,
      part text NOT NULL,
      reference text,
      CONSTRAINT "PK_leave" PRIMARY KEY (id),
      CONSTRAINT "FK_leave_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_leave_reference" ON leave (reference)`);
    await runner.query(`CREATE INDEX "IX_leave_person" ON leave (person_id, date_to)`);
    await runner.query(`CREATE TABLE correction (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      occurred_at timestamptz NOT NULL,
      direction text,
      reason text NOT NULL,
      status text NOT NULL DEFAULT 'open',
      requested_by_id integer NOT NULL,
      requested_by text NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      decided_by text,
      decided_at timestamptz,
      note text NOT NULL DEFAULT '',
      CONSTRAINT "PK_correction" PRIMARY KEY (id),
      CONSTRAINT "FK_correction_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query(`CREATE INDEX "IX_correction_person" ON correction (person_id, occurred_at)`);
    await runner.query(`CREATE INDEX "IX_correction_requested" ON correction (requested_at, id)`);
    await runner.query(`CREATE TABLE payroll_export (
      id uuid NOT NULL,
      date_from date NOT NULL,
      date_to date NOT NULL,
      department text,
      status text NOT NULL DEFAULT 'closed',
      people integer NOT NULL,
      incomplete_days integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      created_by text,
      withdrawn_at timestamptz,
      withdrawn_by text,
      CONSTRAINT "PK_payroll_export" PRIMARY KEY (id))`);
    await runner.query(`CREATE INDEX "IX_payroll_export_created" ON payroll_export (created_at, id)`);
    await runner.query(`CREATE TABLE payroll_sheet (
      export_id uuid NOT NULL,
      person_id integer NOT NULL,
      employee_id text NOT NULL,
      name text NOT NULL,
      department text,
      days jsonb NOT NULL,
      CONSTRAINT "PK_payroll_sheet" PRIMARY KEY (export_id, person_id),
      CONSTRAINT "FK_payroll_sheet_export" FOREIGN KEY (export_id) REFERENCES payroll_export (id) ON DELETE CASCADE)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['payroll_sheet', 'payroll_export', 'correction', 'leave'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
