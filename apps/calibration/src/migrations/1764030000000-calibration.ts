import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Calibration1764030000000 implements MigrationInterface {
  readonly name = 'Calibration1764030000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE session (
      id uuid NOT NULL,
      owner text NOT NULL,
      candidate_id text NOT NULL,
      interview_id text,
      status text NOT NULL DEFAULT 'in_progress',
      error_message text,
      metadata jsonb,
      targets smallint NOT NULL DEFAULT 4,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      CONSTRAINT "PK_session" PRIMARY KEY (id),
      CONSTRAINT "CK_session_status" CHECK (status IN ('in_progress', 'completed', 'failed')))`);
    await runner.query(`CREATE TABLE screen (
      owner text NOT NULL,
      candidate_id text NOT NULL,
      width_px integer NOT NULL,
      height_px integer NOT NULL,
      width_mm double precision NOT NULL,
      height_mm double precision NOT NULL,
      size_source text NOT NULL,
      dpi double precision NOT NULL,
      diagonal_inches double precision,
      monitor_name text NOT NULL,
      camera_position text NOT NULL,
      distance_cm text NOT NULL,
      collection_method text NOT NULL,
      saved_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_screen" PRIMARY KEY (owner, candidate_id))`);
    await runner.query(`CREATE TABLE sample (
      session_id uuid NOT NULL,
      kind text NOT NULL,
      target_x double precision NOT NULL,
      target_y double precision NOT NULL,
      sequence double precision NOT NULL,
      target_index smallint,
      time_ms double precision NOT NULL,
      error text,
      measurement jsonb,
      CONSTRAINT "PK_sample" PRIMARY KEY (session_id, kind, target_x, target_y, sequence),
      CONSTRAINT "FK_sample_session" FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE calibration (
      id uuid NOT NULL,
      owner text NOT NULL,
      candidate_id text NOT NULL,
      session_id uuid NOT NULL,
      document json NOT NULL,
      screen_info json NOT NULL,
      csv text NOT NULL,
      npz bytea NOT NULL,
      checksums jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_calibration" PRIMARY KEY (id),
      CONSTRAINT "FK_calibration_session" FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE)`);
    await runner.query(
      'CREATE INDEX "IX_calibration_candidate" ON calibration (owner, candidate_id, created_at)',
    );
    await runner.query(`CREATE TABLE assessment (
      id uuid NOT NULL,
      calibration_id uuid NOT NULL,
      kind text NOT NULL,
      result jsonb NOT NULL,
      applied boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_assessment" PRIMARY KEY (id),
      CONSTRAINT "FK_assessment_calibration" FOREIGN KEY (calibration_id) REFERENCES calibration (id) ON DELETE CASCADE)`);
    await runner.query(
      'CREATE INDEX "IX_assessment_calibration" ON assessment (calibration_id, kind, created_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['assessment', 'calibration', 'sample', 'screen', 'session'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
