import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PeopleTasksAndLogs1764020000000 implements MigrationInterface {
  readonly name = 'PeopleTasksAndLogs1764020000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE person (
      account_id integer NOT NULL,
      employee_id text COLLATE "C" NOT NULL,
      name text NOT NULL,
      department text,
      role text NOT NULL,
      is_active boolean NOT NULL,
      revision integer NOT NULL,
      CONSTRAINT "PK_person" PRIMARY KEY (account_id),
      CONSTRAINT "UQ_person_employee_id" UNIQUE (employee_id))`);

    await runner.query(`CREATE TABLE face_task (
      id uuid NOT NULL,
      kind text NOT NULL,
      status text NOT NULL,
      requested_by integer NOT NULL,
      input jsonb NOT NULL,
      result jsonb,
      photograph_bytes integer NOT NULL,
      accepted_at timestamptz NOT NULL DEFAULT now(),
      started_at timestamptz,
      ended_at timestamptz,
      CONSTRAINT "PK_face_task" PRIMARY KEY (id),
      CONSTRAINT "CK_face_task_ended" CHECK ((ended_at IS NOT NULL) = (status IN ('completed', 'failed'))))`);
    await runner.query(`CREATE INDEX "IX_face_task_kind_ended" ON face_task (kind, ended_at)`);
    await runner.query(`CREATE INDEX "IX_face_task_ended" ON face_task (ended_at)`);
    await runner.query(`CREATE INDEX "IX_face_task_unfinished" ON face_task (kind, accepted_at)
      INCLUDE (photograph_bytes) WHERE ended_at IS NULL`);

    await runner.query(`CREATE TABLE face_photograph (
      task_id uuid NOT NULL,
      position integer NOT NULL,
      sealed bytea NOT NULL,
      CONSTRAINT "PK_face_photograph" PRIMARY KEY (task_id, position),
      CONSTRAINT "FK_face_photograph_task" FOREIGN KEY (task_id) REFERENCES face_task (id) ON DELETE CASCADE)`);
    // Sealed bytes do not compress; trying only costs time.
    await runner.query(`ALTER TABLE face_photograph ALTER COLUMN sealed SET STORAGE EXTERNAL`);

    await runner.query(`CREATE TABLE attendance_log (
      id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      person_id integer NOT NULL,
      occurred_at timestamptz NOT NULL,
      camera_id text,
      location text,
      confidence double precision,
      verification_seconds double precision,
      method text NOT NULL,
      reason text,
      marked_by text,
      deduplicated_during tstzrange,
      CONSTRAINT "PK_attendance_log" PRIMARY KEY (id),
      CONSTRAINT "CK_attendance_log_method" CHECK (method IN ('face', 'manual')),
      CONSTRAINT "FK_attendance_log_person" FOREIGN KEY (person_id) REFERENCES person (account_id),
      CONSTRAINT "EX_attendance_log_deduplicated" EXCLUDE USING gist
        (person_id WITH =, COALESCE(camera_id, ''::text) WITH =, deduplicated_during WITH &&))`);
    await runner.query(`CREATE INDEX "IX_attendance_log_person" ON attendance_log (person_id, occurred_at)`);
    await runner.query(`CREATE INDEX "IX_attendance_log_camera" ON attendance_log (camera_id, occurred_at)`);
    await runner.query(
      `CREATE INDEX "IX_attendance_log_occurred" ON attendance_log (occurred_at, id) INCLUDE (person_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['attendance_log', 'face_photograph', 'face_task', 'person'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
