import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Cameras1796100000000 implements MigrationInterface {
  readonly name = 'Cameras1796100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE camera (
      id text NOT NULL,
      name text NOT NULL,
      location text NOT NULL,
      ip_address text,
      url text,
      credentials_sealed bytea,
      direction text NOT NULL DEFAULT 'none',
      watch boolean NOT NULL DEFAULT false,
      maintenance boolean NOT NULL DEFAULT false,
      is_active boolean NOT NULL DEFAULT true,
      status text NOT NULL DEFAULT 'offline',
      problem text,
      last_seen_at timestamptz,
      width integer,
      height integer,
      stated_fps double precision,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_camera" PRIMARY KEY (id),
      CONSTRAINT "CK_camera_direction" CHECK (direction IN ('in', 'out', 'both', 'none')),
      CONSTRAINT "CK_camera_status" CHECK (status IN ('online', 'offline', 'error')))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_camera_id" ON camera (fold_text(id))`);
    await runner.query(`ALTER TABLE attendance_log ADD COLUMN direction text`);
    /* NOT VALID: no row can break it yet, and the scan would hold up writers. A later migration validates it. */
    await runner.query(
      `ALTER TABLE attendance_log ADD CONSTRAINT "CK_attendance_log_direction" CHECK (direction IN ('in', 'out')) NOT VALID`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE attendance_log DROP COLUMN direction');
    await runner.query('DROP TABLE camera');
  }
}
