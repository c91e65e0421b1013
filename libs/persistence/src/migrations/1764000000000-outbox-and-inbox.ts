import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OutboxAndInbox1764000000000 implements MigrationInterface {
  readonly name = 'OutboxAndInbox1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE outbox_message (
      position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      id uuid NOT NULL,
      subject text NOT NULL,
      payload jsonb NOT NULL,
      headers jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      published_at timestamptz,
      CONSTRAINT "PK_outbox_message" PRIMARY KEY (position))`);
    await runner.query(
      `CREATE INDEX "IX_outbox_message_unpublished" ON outbox_message (position) WHERE published_at IS NULL`,
    );
    await runner.query(`CREATE INDEX "IX_outbox_message_published" ON outbox_message (published_at)`);
    await runner.query(`CREATE TABLE inbox_message (
      consumer text NOT NULL,
      event_id uuid NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_inbox_message" PRIMARY KEY (consumer, event_id))`);
    await runner.query(`CREATE INDEX "IX_inbox_message_received" ON inbox_message (received_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox_message');
    await runner.query('DROP TABLE outbox_message');
  }
}
