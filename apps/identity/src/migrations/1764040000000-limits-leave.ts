import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drops the gateway's table, which was here while identity ran inside the gateway. */
export class LimitsLeave1764040000000 implements MigrationInterface {
  readonly name = 'LimitsLeave1764040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE IF EXISTS rate_limit');
  }

  async down(): Promise<void> {
    /* Counters lived at most an hour, so there is nothing to restore. */
  }
}
