import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Employee ids, departments and cameras are found without case. Rows of one camera under names that differ in case only no longer exclude
 * each other where they overlap already, so that all stay.
 */
export class TextsFold1796030900438 implements MigrationInterface {
  readonly name = 'TextsFold1796030900438';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX "IX_person_employee_id" ON person (fold_text(employee_id))');
    await runner.query('CREATE INDEX "IX_person_department" ON person (fold_text(department))');
    await runner.query('DROP INDEX "IX_attendance_log_camera"');
    await runner.query(
      'CREATE INDEX "IX_attendance_log_camera" ON attendance_log (fold_text(camera_id), occurred_at)',
    );
    await runner.query(`WITH spelling AS (
        SELECT DISTINCT camera_id, fold_text(camera_id) AS folded FROM attendance_log WHERE camera_id IS NOT NULL)
      UPDATE attendance_log later SET deduplicated_during = NULL
        FROM attendance_log earlier, spelling one, spelling other
       WHERE one.folded = other.folded AND one.camera_id <> other.camera_id
         AND later.camera_id = one.camera_id AND earlier.camera_id = other.camera_id
         AND later.person_id = earlier.person_id AND later.self_reported = earlier.self_reported
         AND later.deduplicated_during && earlier.deduplicated_during AND later.id > earlier.id`);
    await runner.query(`ALTER TABLE attendance_log DROP CONSTRAINT "EX_attendance_log_deduplicated",
      ADD CONSTRAINT "EX_attendance_log_deduplicated" EXCLUDE USING gist
        (person_id WITH =, fold_text(COALESCE(camera_id, ''::text)) WITH =, (self_reported::integer) WITH =,
         deduplicated_during WITH &&)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP INDEX "IX_person_employee_id", "IX_person_department", "IX_attendance_log_camera"',
    );
    await runner.query('CREATE INDEX "IX_attendance_log_camera" ON attendance_log (camera_id, occurred_at)');
    await runner.query(`ALTER TABLE attendance_log DROP CONSTRAINT "EX_attendance_log_deduplicated",
      ADD CONSTRAINT "EX_attendance_log_deduplicated" EXCLUDE USING gist
        (person_id WITH =, COALESCE(camera_id, ''::text) WITH =, (self_reported::integer) WITH =,
         deduplicated_during WITH &&)`);
  }
}
