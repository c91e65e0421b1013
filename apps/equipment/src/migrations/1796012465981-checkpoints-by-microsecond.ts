import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A checkpoint included all of its millisecond. Now it includes its microsecond, so that it must name the last of them. */
export class CheckpointsByMicrosecond1796012465981 implements MigrationInterface {
  readonly name = 'CheckpointsByMicrosecond1796012465981';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "UPDATE checkpoint SET at = date_trunc('milliseconds', at) + interval '999 microseconds'",
    );
    await runner.query(
      "UPDATE equipment_watch SET checkpoint_at = date_trunc('milliseconds', checkpoint_at) + interval '999 microseconds'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE checkpoint SET at = date_trunc('milliseconds', at)");
    await runner.query(
      "UPDATE equipment_watch SET checkpoint_at = date_trunc('milliseconds', checkpoint_at)",
    );
  }
}
