import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Unlogged: counters are worth no flush to the disk, and after a crash of Postgres they may begin anew. */
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
