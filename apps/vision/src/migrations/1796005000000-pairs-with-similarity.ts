import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PairsWithSimilarity1796005000000 implements MigrationInterface {
  readonly name = 'PairsWithSimilarity1796005000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE negative_pair ADD COLUMN similarity double precision, ADD COLUMN model text',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE negative_pair DROP COLUMN similarity, DROP COLUMN model');
  }
}
