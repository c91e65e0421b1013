import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WebhookSenders1796400000003 implements MigrationInterface {
  readonly name = 'WebhookSenders1796400000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE webhook_sender (
      id uuid NOT NULL,
      name text NOT NULL,
      secret_sealed bytea NOT NULL,
      created_by text,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_message_at timestamptz,
      CONSTRAINT "PK_webhook_sender" PRIMARY KEY (id))`);
    await runner.query('CREATE INDEX "IX_webhook_sender_created" ON webhook_sender (created_at, id)');
    await runner.query(`CREATE TABLE received_message (
      sender_id uuid NOT NULL,
      message_id text NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_received_message" PRIMARY KEY (sender_id, message_id),
      CONSTRAINT "FK_received_message_sender" FOREIGN KEY (sender_id) REFERENCES webhook_sender (id) ON DELETE CASCADE)`);
    await runner.query('CREATE INDEX "IX_received_message_at" ON received_message (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE received_message');
    await runner.query('DROP TABLE webhook_sender');
  }
}
