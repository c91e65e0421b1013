import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Empties fingerprints that are plain hashes of inputs: passwords can be guessed from them. Their keys stay taken for the rest of
 * their day, so nothing happens twice; a repetition across the upgrade is refused as another input.
 */
export class KeyedFingerprints1764000000003 implements MigrationInterface {
  readonly name = 'KeyedFingerprints1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE idempotent_reply SET fingerprint = ''`);
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
