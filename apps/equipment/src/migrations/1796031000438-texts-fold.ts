import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names of sibling stop reasons are unique without case. Those that became one keep their rows: `twin` tells them apart, and
 * `StopReasonService` reports them at each start. Names of measurements are sorted alike on every database.
 */
export class TextsFold1796031000438 implements MigrationInterface {
  readonly name = 'TextsFold1796031000438';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE stop_reason ADD COLUMN twin integer NOT NULL DEFAULT 0');
    await runner.query(`UPDATE stop_reason SET twin = place.twin
      FROM (SELECT id, row_number() OVER (PARTITION BY parent_id, fold_text(name) ORDER BY id) - 1 AS twin FROM stop_reason) AS place
      WHERE place.id = stop_reason.id AND place.twin > 0`);
    await runner.query('DROP INDEX "UQ_stop_reason_name"');
    await runner.query(
      'CREATE UNIQUE INDEX "UQ_stop_reason_name" ON stop_reason (parent_id, fold_text(name), twin)',
    );
    await runner.query('ALTER TABLE measurement ALTER COLUMN name TYPE text COLLATE "C"');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE measurement ALTER COLUMN name TYPE text COLLATE "default"');
    await runner.query('DROP INDEX "UQ_stop_reason_name"');
    await runner.query('ALTER TABLE stop_reason DROP COLUMN twin');
    await runner.query('CREATE UNIQUE INDEX "UQ_stop_reason_name" ON stop_reason (parent_id, name)');
  }
}
