import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rows say who asked for them. What a person reported themselves is told apart, and does not stand for what the camera sees within
 * the window.
 */
export class WhoAsked1796000331874 implements MigrationInterface {
  readonly name = 'WhoAsked1796000331874';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE face_task ADD requester jsonb');
    await runner.query('ALTER TABLE face_conflict ADD decider jsonb');
    await runner.query(`ALTER TABLE attendance_log
      ADD requested_by text, ADD api_key uuid, ADD self_reported boolean NOT NULL DEFAULT false`);
    await runner.query('UPDATE attendance_log SET requested_by = marked_by WHERE marked_by IS NOT NULL');
    await runner.query(`ALTER TABLE attendance_log DROP CONSTRAINT "EX_attendance_log_deduplicated",
      ADD CONSTRAINT "EX_attendance_log_deduplicated" EXCLUDE USING gist
        (person_id WITH =, COALESCE(camera_id, ''::text) WITH =, (self_reported::integer) WITH =,
         deduplicated_during WITH &&)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE face_task DROP requester');
    await runner.query('ALTER TABLE face_conflict DROP decider');
    await runner.query(`ALTER TABLE attendance_log DROP CONSTRAINT "EX_attendance_log_deduplicated",
      DROP requested_by, DROP api_key, DROP self_reported`);
    await runner.query(`ALTER TABLE attendance_log ADD CONSTRAINT "EX_attendance_log_deduplicated" EXCLUDE USING gist
      (person_id WITH =, COALESCE(camera_id, ''::text) WITH =, deduplicated_during WITH &&)`);
  }
}
