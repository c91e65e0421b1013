import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AgeOfCounts1764200000001 implements MigrationInterface {
  readonly name = 'AgeOfCounts1764200000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX "IX_production_count_from_at" ON production_count (from_at)');
    await runner.query('CREATE INDEX "IX_stop_explanation_from_at" ON stop_explanation (from_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "IX_stop_explanation_from_at"');
    await runner.query('DROP INDEX "IX_production_count_from_at"');
  }
}
