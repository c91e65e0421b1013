import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DataKeys1764000000004 implements MigrationInterface {
  readonly name = 'DataKeys1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE data_key (
      subject text NOT NULL,
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      wrapped bytea NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_data_key" PRIMARY KEY (subject),
      CONSTRAINT "UQ_data_key_id" UNIQUE (id))`);
    await runner.query(`CREATE TABLE erasure (
      key_id uuid NOT NULL,
      at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_erasure" PRIMARY KEY (key_id))`);
    /* A service that ran before has sealed with a key derived from the installation's: the empty row has it adopted. */
    await runner.query(`INSERT INTO data_key (subject, wrapped)
      SELECT '', '' WHERE EXISTS (SELECT 1 FROM migration WHERE "timestamp" > 1764000000004)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE erasure, data_key');
  }
}
