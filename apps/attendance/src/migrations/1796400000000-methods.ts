import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are found present by badge, by PIN, by telephone and by another installation's word, too. */
export class Methods1796400000000 implements MigrationInterface {
  readonly name = 'Methods1796400000000';

  async up(runner: QueryRunner): Promise<void> {
    /* The new one takes all that the former took, so no client misses it. A later migration validates it. */
    await runner.query(`-- squawk-ignore ban-drop-constraint
      ALTER TABLE attendance_log DROP CONSTRAINT "CK_attendance_log_method"`);
    await runner.query(`ALTER TABLE attendance_log ADD CONSTRAINT "CK_attendance_log_method"
      CHECK (method IN ('face', 'manual', 'badge', 'pin', 'mobile', 'remote')) NOT VALID`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE attendance_log DROP CONSTRAINT "CK_attendance_log_method",
      ADD CONSTRAINT "CK_attendance_log_method" CHECK (method IN ('face', 'manual'))`);
  }
}
