import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LivenessSeriesPrints1796004000000 implements MigrationInterface {
  readonly name = 'LivenessSeriesPrints1796004000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE liveness_series_print (
      challenge_id uuid NOT NULL,
      requester text NOT NULL,
      prints bytea NOT NULL,
      seen_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_liveness_series_print" PRIMARY KEY (challenge_id))`);
    await runner.query(`CREATE INDEX "IX_liveness_series_print_seen" ON liveness_series_print (seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE liveness_series_print');
  }
}
