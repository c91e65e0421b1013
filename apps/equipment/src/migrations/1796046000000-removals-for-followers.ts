import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What followers are told to take out: readings that were deleted or moved, and machines that were removed. */
export class RemovalsForFollowers1796046000000 implements MigrationInterface {
  readonly name = 'RemovalsForFollowers1796046000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reading_batch ADD removed_from bigint');
    await runner.query(
      `CREATE TABLE removed_equipment (
         equipment_id bigint CONSTRAINT "PK_removed_equipment" PRIMARY KEY,
         xid bigint NOT NULL,
         stored_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
    );
    await runner.query('CREATE INDEX "IX_removed_equipment_xid" ON removed_equipment (xid)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE removed_equipment');
    await runner.query('ALTER TABLE reading_batch DROP COLUMN removed_from');
  }
}
