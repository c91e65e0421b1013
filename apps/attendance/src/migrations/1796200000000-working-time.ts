import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WorkingTime1796200000000 implements MigrationInterface {
  readonly name = 'WorkingTime1796200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE holiday_calendar (
      id uuid NOT NULL,
      name text NOT NULL,
      holidays jsonb NOT NULL,
      changed_at timestamptz NOT NULL DEFAULT now(),
      changed_by text,
      CONSTRAINT "PK_holiday_calendar" PRIMARY KEY (id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_holiday_calendar_name" ON holiday_calendar (fold_text(name))`,
    );
    await runner.query(`CREATE TABLE shift (
      id uuid NOT NULL,
      name text NOT NULL,
      rules jsonb NOT NULL,
      holiday_calendar_id uuid,
      changed_at timestamptz NOT NULL DEFAULT now(),
      changed_by text,
      CONSTRAINT "PK_shift" PRIMARY KEY (id),
      CONSTRAINT "FK_shift_holiday_calendar" FOREIGN KEY (holiday_calendar_id) REFERENCES holiday_calendar (id))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_shift_name" ON shift (fold_text(name))`);
    await runner.query(`CREATE TABLE shift_assignment (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      shifts text[] NOT NULL,
      turn text NOT NULL,
      date_from date NOT NULL,
      date_to date,
      holiday_calendar_id uuid,
      CONSTRAINT "PK_shift_assignment" PRIMARY KEY (id),
      CONSTRAINT "FK_shift_assignment_person" FOREIGN KEY (person_id) REFERENCES person (account_id),
      CONSTRAINT "FK_shift_assignment_holiday_calendar" FOREIGN KEY (holiday_calendar_id) REFERENCES holiday_calendar (id))`);
    await runner.query(
      `CREATE INDEX "IX_shift_assignment_person" ON shift_assignment (person_id, date_from)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shift_assignment');
    await runner.query('DROP TABLE shift');
    await runner.query('DROP TABLE holiday_calendar');
  }
}
