import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EventStoreAndDeadLetters1764000000001 implements MigrationInterface {
  readonly name = 'EventStoreAndDeadLetters1764000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE event_store (
      single boolean NOT NULL DEFAULT true,
      identity text NOT NULL,
      CONSTRAINT "PK_event_store" PRIMARY KEY (single),
      CONSTRAINT "CK_event_store_single" CHECK (single))`);
    await runner.query(`CREATE TABLE dead_letter (
      consumer text NOT NULL,
      event_id uuid NOT NULL,
      subject text NOT NULL,
      headers jsonb NOT NULL,
      payload bytea NOT NULL,
      deliveries integer NOT NULL,
      error text NOT NULL,
      kept_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_dead_letter" PRIMARY KEY (consumer, event_id))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE dead_letter');
    await runner.query('DROP TABLE event_store');
  }
}
