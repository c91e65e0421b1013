import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Fixations1796500000000 implements MigrationInterface {
  readonly name = 'Fixations1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE fixation_upload (
      id bigint GENERATED ALWAYS AS IDENTITY,
      account_id integer NOT NULL,
      display text NOT NULL,
      file_sha256 text NOT NULL,
      rows integer NOT NULL,
      uploaded_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_fixation_upload" PRIMARY KEY (id))`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_fixation_upload_file" ON fixation_upload (account_id, display, file_sha256)`,
    );
    await runner.query(`CREATE TABLE fixation (
      id bigint GENERATED ALWAYS AS IDENTITY,
      account_id integer NOT NULL,
      owner_id text NOT NULL,
      display text NOT NULL,
      section_id text NOT NULL,
      recording_id text NOT NULL,
      fixation_id text NOT NULL,
      start_timestamp double precision NOT NULL,
      end_timestamp double precision NOT NULL,
      duration double precision NOT NULL,
      on_surface boolean NOT NULL,
      x double precision,
      y double precision,
      upload_id bigint,
      CONSTRAINT "PK_fixation" PRIMARY KEY (id),
      CONSTRAINT "CK_fixation_display" CHECK (display IN ('ecam', 'efis', 'pfd')),
      CONSTRAINT "FK_fixation_upload" FOREIGN KEY (upload_id) REFERENCES fixation_upload (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_fixation_owner" ON fixation (account_id, display, id)`);
    await runner.query(
      `CREATE INDEX "IX_fixation_recording" ON fixation (account_id, recording_id, display, id)`,
    );
    await runner.query(
      `CREATE INDEX "IX_fixation_upload" ON fixation (upload_id) WHERE upload_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE fixation, fixation_upload');
  }
}
