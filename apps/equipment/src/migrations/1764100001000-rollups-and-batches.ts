import type { MigrationInterface, QueryRunner } from 'typeorm';

const summary = (metric: string): string =>
  ['min', 'max', 'sum', 'first', 'last']
    .map((what) => `${metric}_${what} double precision NOT NULL`)
    .join(', ');

export class RollupsAndBatches1764100001000 implements MigrationInterface {
  readonly name = 'RollupsAndBatches1764100001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE equipment ADD units jsonb');
    await runner.query(`CREATE TABLE rollup (
      equipment_id bigint NOT NULL,
      period_s integer NOT NULL,
      starts_at timestamptz NOT NULL,
      count bigint NOT NULL,
      first_at timestamptz NOT NULL,
      last_at timestamptz NOT NULL,
      ${summary('temperature')},
      ${summary('speed')},
      ${summary('pressure')},
      CONSTRAINT "PK_rollup" PRIMARY KEY (equipment_id, period_s, starts_at)) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX "IX_rollup_starts" ON rollup (starts_at)`);
    await runner.query(`CREATE TABLE reading_batch (
      xid bigint NOT NULL,
      first_id bigint NOT NULL,
      last_id bigint NOT NULL,
      stored_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_reading_batch" PRIMARY KEY (xid, first_id))`);
    await runner.query(`CREATE INDEX "IX_reading_batch_stored" ON reading_batch USING brin (stored_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reading_batch');
    await runner.query('DROP TABLE rollup');
    await runner.query('ALTER TABLE equipment DROP units');
  }
}
