import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DeadLetterReplays1764000000006 implements MigrationInterface {
  readonly name = 'DeadLetterReplays1764000000006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE dead_letter ADD replay_asked_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE dead_letter DROP COLUMN replay_asked_at');
  }
}
