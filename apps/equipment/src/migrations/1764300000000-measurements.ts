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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reading DROP measurements');
    await runner.query('DROP TABLE measurement');
  }
}
