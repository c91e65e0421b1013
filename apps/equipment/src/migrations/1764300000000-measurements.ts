import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Measurements1764300000000 implements MigrationInterface {
  readonly name = 'Measurements1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE measurement (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      equipment_type text NOT NULL,
      name text NOT NULL,
      unit text NOT NULL,
      description text NOT NULL,
      CONSTRAINT "PK_measurement" PRIMARY KEY (id))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_measurement_name" ON measurement (equipment_type, name)`);
    /* A constant default: Postgres rewrites no row. */
    await runner.query(`ALTER TABLE reading ADD measurements jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(`CREATE TABLE measurement_rollup (
      equipment_id bigint NOT NULL,
      name text NOT NULL,
      period_s integer NOT NULL,
      starts_at timestamptz NOT NULL,
      count bigint NOT NULL,
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL,
      min double precision NOT NULL,
      max double precision NOT NULL,
      sum double precision NOT NULL,
      first double precision NOT NULL,
      last double precision NOT NULL,
      CONSTRAINT "PK_measurement_rollup" PRIMARY KEY (equipment_id, name, period_s, starts_at)) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX "IX_measurement_rollup_starts" ON measurement_rollup (starts_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE measurement_rollup');
    await runner.query('ALTER TABLE reading DROP measurements');
    await runner.query('DROP TABLE measurement');
  }
}
