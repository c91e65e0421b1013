import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EquipmentReadingsAlerts1764100000000 implements MigrationInterface {
  readonly name = 'EquipmentReadingsAlerts1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE equipment (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      equipment_type text NOT NULL,
      model text NOT NULL,
      installation_date date NOT NULL,
      status boolean NOT NULL DEFAULT true,
      CONSTRAINT "PK_equipment" PRIMARY KEY (id))`);
    await runner.query(`CREATE TABLE alert (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      description text NOT NULL,
      raised_at timestamptz NOT NULL DEFAULT now(),
      equipment_id bigint NOT NULL,
      CONSTRAINT "PK_alert" PRIMARY KEY (id),
      CONSTRAINT "FK_alert_equipment" FOREIGN KEY (equipment_id) REFERENCES equipment (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_alert_equipment" ON alert (equipment_id)`);
    await runner.query(`CREATE SEQUENCE reading_id AS bigint CACHE 1`);
    await runner.query(`CREATE TABLE reading (
      equipment_id bigint NOT NULL,
      measured_at timestamptz NOT NULL,
      id bigint NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      temperature double precision NOT NULL,
      speed double precision NOT NULL,
      pressure double precision NOT NULL,
      quality smallint NOT NULL DEFAULT 0,
      CONSTRAINT "PK_reading" PRIMARY KEY (equipment_id, measured_at)) PARTITION BY RANGE (measured_at)`);
    await runner.query(`CREATE INDEX "IX_reading_id" ON reading (id)`);
    await runner.query(`CREATE INDEX "IX_reading_measured" ON reading USING brin (measured_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reading');
    await runner.query('DROP SEQUENCE reading_id');
    await runner.query('DROP TABLE alert');
    await runner.query('DROP TABLE equipment');
  }
}
