import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Flights1796500100000 implements MigrationInterface {
  readonly name = 'Flights1796500100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE flight (
      id uuid NOT NULL,
      account_id integer NOT NULL,
      username text NOT NULL,
      name text NOT NULL,
      aircraft_type text,
      aircraft text,
      scenario text,
      started_at timestamptz,
      ended_at timestamptz,
      crew jsonb NOT NULL,
      phases jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_flight" PRIMARY KEY (id))`);
    await runner.query(`CREATE INDEX "IX_flight_owner" ON flight (account_id, created_at)`);
    await runner.query(`CREATE TABLE flight_share (
      flight_id uuid NOT NULL,
      account_id integer NOT NULL,
      username text NOT NULL,
      "right" text NOT NULL,
      CONSTRAINT "PK_flight_share" PRIMARY KEY (flight_id, account_id),
      CONSTRAINT "CK_flight_share_right" CHECK ("right" IN ('read', 'annotate', 'edit')),
      CONSTRAINT "FK_flight_share_flight" FOREIGN KEY (flight_id) REFERENCES flight (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_flight_share_account" ON flight_share (account_id)`);
    await runner.query(`CREATE TABLE flight_marker (
      id bigint GENERATED ALWAYS AS IDENTITY,
      flight_id uuid NOT NULL,
      account_id integer NOT NULL,
      username text NOT NULL,
      at timestamptz NOT NULL,
      label text NOT NULL,
      comment text,
      CONSTRAINT "PK_flight_marker" PRIMARY KEY (id),
      CONSTRAINT "FK_flight_marker_flight" FOREIGN KEY (flight_id) REFERENCES flight (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_flight_marker_time" ON flight_marker (flight_id, at, id)`);
    await runner.query(`CREATE TABLE recording (
      id uuid NOT NULL,
      account_id integer NOT NULL,
      username text NOT NULL,
      name text NOT NULL,
      flight_id uuid,
      seat text,
      tracker text,
      rate_hz double precision,
      calibration text,
      started_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_recording" PRIMARY KEY (id),
      CONSTRAINT "FK_recording_flight" FOREIGN KEY (flight_id) REFERENCES flight (id) ON DELETE SET NULL)`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_recording_name" ON recording (account_id, name)`);
    await runner.query(
      `CREATE INDEX "IX_recording_flight" ON recording (flight_id) WHERE flight_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE recording, flight_marker, flight_share, flight');
  }
}
