import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CameraWatches1796100001000 implements MigrationInterface {
  readonly name = 'CameraWatches1796100001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE camera_watch (
      camera_id text NOT NULL,
      leased_by uuid,
      leased_until timestamptz,
      viewed_until timestamptz,
      noted_at timestamptz,
      online_since timestamptz,
      seen_fps double precision,
      bits_per_second double precision,
      quality_score double precision,
      picture text,
      errors bigint NOT NULL DEFAULT 0,
      faces_seen bigint NOT NULL DEFAULT 0,
      faces_unusable bigint NOT NULL DEFAULT 0,
      faces_unknown bigint NOT NULL DEFAULT 0,
      alarm_state text NOT NULL DEFAULT 'normal',
      alarm_since timestamptz,
      alarm_acknowledged_by text,
      CONSTRAINT "PK_camera_watch" PRIMARY KEY (camera_id),
      CONSTRAINT "CK_camera_watch_picture" CHECK (picture IN ('good', 'dark', 'bright', 'blurred', 'blocked', 'frozen')),
      CONSTRAINT "FK_camera_watch_camera" FOREIGN KEY (camera_id) REFERENCES camera (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE camera_visit (
      camera_id text NOT NULL,
      person_id integer NOT NULL,
      last_seen_at timestamptz NOT NULL,
      CONSTRAINT "PK_camera_visit" PRIMARY KEY (camera_id, person_id),
      CONSTRAINT "FK_camera_visit_camera" FOREIGN KEY (camera_id) REFERENCES camera (id) ON DELETE CASCADE,
      CONSTRAINT "FK_camera_visit_person" FOREIGN KEY (person_id) REFERENCES person (account_id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_camera_visit_seen" ON camera_visit (last_seen_at)`);
    /* Pictures pass through: after a crash of the server nobody misses them, and neither its log nor a standby has them. */
    await runner.query(`CREATE UNLOGGED TABLE camera_frame (
      camera_id text NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      picture_sealed bytea NOT NULL,
      CONSTRAINT "PK_camera_frame" PRIMARY KEY (camera_id),
      CONSTRAINT "FK_camera_frame_camera" FOREIGN KEY (camera_id) REFERENCES camera (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE camera_stream_ticket (
      hash bytea NOT NULL,
      camera_id text NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT "PK_camera_stream_ticket" PRIMARY KEY (hash),
      CONSTRAINT "FK_camera_stream_ticket_camera" FOREIGN KEY (camera_id) REFERENCES camera (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_camera_stream_ticket_expires" ON camera_stream_ticket (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['camera_stream_ticket', 'camera_frame', 'camera_visit', 'camera_watch'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
