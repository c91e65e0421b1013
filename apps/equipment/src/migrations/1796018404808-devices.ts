import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Devices1796018404808 implements MigrationInterface {
  readonly name = 'Devices1796018404808';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE device (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      name text NOT NULL,
      password_hash bytea NOT NULL,
      version integer NOT NULL DEFAULT 1,
      is_for_all boolean NOT NULL,
      created_by bigint,
      created_by_name text,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz,
      revoked_at timestamptz,
      CONSTRAINT "PK_device" PRIMARY KEY (id))`);
    await runner.query('CREATE INDEX "IX_device_created_by" ON device (created_by, id)');
    await runner.query(`CREATE TABLE device_equipment (
      device_id bigint NOT NULL,
      equipment_id bigint NOT NULL,
      CONSTRAINT "PK_device_equipment" PRIMARY KEY (device_id, equipment_id),
      CONSTRAINT "FK_device_equipment_device" FOREIGN KEY (device_id) REFERENCES device(id) ON DELETE CASCADE,
      CONSTRAINT "FK_device_equipment_equipment" FOREIGN KEY (equipment_id) REFERENCES equipment(id) ON DELETE CASCADE)`);
    await runner.query('CREATE INDEX "IX_device_equipment_equipment" ON device_equipment (equipment_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE device_equipment');
    await runner.query('DROP TABLE device');
  }
}
