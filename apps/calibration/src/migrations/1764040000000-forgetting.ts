import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes that find sessions by candidate (erasure) and by age (retention). */
export class Forgetting1764040000000 implements MigrationInterface {
  readonly name = 'Forgetting1764040000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX "IX_session_candidate" ON session (owner, candidate_id)');
    await runner.query('CREATE INDEX "IX_session_updated" ON session (updated_at)');
    await runner.query('CREATE INDEX "IX_calibration_session" ON calibration (session_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['IX_session_candidate', 'IX_session_updated', 'IX_calibration_session'])
      await runner.query(`DROP INDEX "${index}"`);
  }
}
