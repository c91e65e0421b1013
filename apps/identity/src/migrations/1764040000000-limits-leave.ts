import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The gateway counts requests in its own schema; its table stood here while identity ran inside it. */
export class LimitsLeave1764040000000 implements MigrationInterface {
  readonly name = 'LimitsLeave1764040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS rate_limit');
  }

  async down(): Promise<void> {
    /* Its counters lasted an hour at most: nothing to bring back. */
  }
}
