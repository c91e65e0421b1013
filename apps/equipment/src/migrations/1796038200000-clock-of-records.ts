import type { MigrationInterface, QueryRunner } from 'typeorm';

const columns = [
  ['alarm', 'opened_at'],
  ['alarm_event', 'recorded_at'],
  ['breach', 'recorded_at'],
  ['reading', 'received_at'],
] as const;

/** A record is made when its row is written: the start of the transaction, `now()`, comes before the arrival of what it holds. */
export class ClockOfRecords1796038200000 implements MigrationInterface {
  readonly name = 'ClockOfRecords1796038200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of columns)
      await runner.query(`ALTER TABLE ${table} ALTER ${column} SET DEFAULT clock_timestamp()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of columns)
      await runner.query(`ALTER TABLE ${table} ALTER ${column} SET DEFAULT now()`);
  }
}
