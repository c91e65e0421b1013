import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table is unlogged: counters need no flush to disk, and after a crash of Postgres they may start again. */
export class RateLimits1764030000000 implements MigrationInterface {
  readonly name = 'RateLimits1764030000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE UNLOGGED TABLE rate_limit (
      key varchar(255) NOT NULL,
      points integer NOT NULL DEFAULT 0,
      expire bigint,
      CONSTRAINT "PK_rate_limit" PRIMARY KEY (key)) WITH (fillfactor = 50)`);
    await runner.query('CREATE INDEX "IX_rate_limit_expire" ON rate_limit (expire)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rate_limit');
  }
}
