import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Validates checks that earlier migrations added without a scan: writers go on meanwhile. */
export class ChecksOfLogs1796410000000 implements MigrationInterface {
  readonly name = 'ChecksOfLogs1796410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE attendance_log VALIDATE CONSTRAINT "CK_attendance_log_direction"`);
    await runner.query(`ALTER TABLE attendance_log VALIDATE CONSTRAINT "CK_attendance_log_method"`);
  }

  async down(): Promise<void> {
    /* What is valid stays valid. */
  }
}
