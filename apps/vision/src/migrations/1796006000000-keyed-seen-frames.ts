import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forgets the plain hashes of frames of the last day. Recordings of passed series are still told by their prints. */
export class KeyedSeenFrames1796006000000 implements MigrationInterface {
  readonly name = 'KeyedSeenFrames1796006000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM liveness_seen_frame');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}
