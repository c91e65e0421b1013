import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Webhooks1796058000000 implements MigrationInterface {
  readonly name = 'Webhooks1796058000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE webhook (
      id uuid NOT NULL,
      name text NOT NULL,
      url text NOT NULL,
      events text[] NOT NULL,
      status text NOT NULL DEFAULT 'active',
      secret_sealed bytea NOT NULL,
      last_sequence bigint NOT NULL DEFAULT 0,
      failures integer NOT NULL DEFAULT 0,
      failing_since timestamptz,
      resting_until timestamptz,
      last_delivered_at timestamptz,
      leased_by uuid,
      leased_until timestamptz,
      woken_until timestamptz,
      created_by text,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_webhook" PRIMARY KEY (id))`);
    await runner.query(`CREATE INDEX "IX_webhook_created" ON webhook (created_at, id)`);
    await runner.query(`CREATE TABLE webhook_former_secret (
      webhook_id uuid NOT NULL,
      until timestamptz NOT NULL,
      secret_sealed bytea NOT NULL,
      CONSTRAINT "PK_webhook_former_secret" PRIMARY KEY (webhook_id, until),
      CONSTRAINT "FK_webhook_former_secret_webhook" FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE)`);
    await runner.query(`CREATE TABLE webhook_delivery (
      id uuid NOT NULL,
      webhook_id uuid NOT NULL,
      sequence bigint NOT NULL,
      event text NOT NULL,
      content text NOT NULL,
      occurred_at timestamptz NOT NULL,
      status text NOT NULL DEFAULT 'waiting',
      tries integer NOT NULL DEFAULT 0,
      attempts jsonb NOT NULL DEFAULT '[]',
      next_attempt_at timestamptz DEFAULT now(),
      delivered_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_webhook_delivery" PRIMARY KEY (id),
      CONSTRAINT "FK_webhook_delivery_webhook" FOREIGN KEY (webhook_id) REFERENCES webhook (id) ON DELETE CASCADE)`);
    await runner.query(
      `CREATE UNIQUE INDEX "UQ_webhook_delivery_sequence" ON webhook_delivery (webhook_id, sequence)`,
    );
    await runner.query(
      `CREATE INDEX "IX_webhook_delivery_due" ON webhook_delivery (webhook_id, next_attempt_at) WHERE status = 'waiting'`,
    );
    await runner.query(
      `CREATE INDEX "IX_webhook_delivery_failed" ON webhook_delivery (webhook_id) WHERE status = 'failed'`,
    );
    await runner.query(`CREATE INDEX "IX_webhook_delivery_created" ON webhook_delivery (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE webhook_delivery');
    await runner.query('DROP TABLE webhook_former_secret');
    await runner.query('DROP TABLE webhook');
  }
}
