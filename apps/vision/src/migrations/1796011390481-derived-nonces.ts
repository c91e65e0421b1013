import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nonces are derived. A replica of an older version makes no challenges from here on; the open ones have to be asked for again. */
export class DerivedNonces1796011390481 implements MigrationInterface {
  readonly name = 'DerivedNonces1796011390481';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE liveness_challenge DROP COLUMN nonce');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
