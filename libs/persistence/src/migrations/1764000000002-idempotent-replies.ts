import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IdempotentReplies1764000000002 implements MigrationInterface {
  readonly name = 'IdempotentReplies1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE idempotent_reply (
      caller text NOT NULL,
      operation text NOT NULL,
      key text NOT NULL,
      fingerprint bytea NOT NULL,
      reply bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_idempotent_reply" PRIMARY KEY (caller, operation, key))`);
    await runner.query('CREATE INDEX "IX_idempotent_reply_created" ON idempotent_reply (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotent_reply');
  }
}
