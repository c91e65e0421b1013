import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gives the consumer of `face-revoked` an inbox of its own: both events were once remembered as `identity.face-enrolled`. Without it
 * the broker's week of revocations would have its effect again.
 */
export class FaceRevokedInbox1764050000000 implements MigrationInterface {
  readonly name = 'FaceRevokedInbox1764050000000';

  async up(runner: QueryRunner): Promise<void> {
    /* Ids of enrolments are copied too: no revocation has the id of an enrolment. */
    await runner.query(`INSERT INTO inbox_message (consumer, event_id, received_at)
      SELECT 'identity.face-revoked', event_id, received_at FROM inbox_message WHERE consumer = 'identity.face-enrolled'
      ON CONFLICT DO NOTHING`);
  }

  async down(): Promise<void> {
    /* The copies are harmless and expire with the originals. */
  }
}
