import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LivenessChallenges1764450000000 implements MigrationInterface {
  readonly name = 'LivenessChallenges1764450000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE liveness_challenge (
      id uuid NOT NULL,
      nonce text NOT NULL,
      requester text NOT NULL,
      purpose text NOT NULL,
      subject text,
      steps jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      answered_at timestamptz,
      outcome text,
      reasons text[],
      scores jsonb,
      face bytea,
      model text,
      usable_until timestamptz,
      used_for text,
      used_at timestamptz,
      used_similarity double precision,
      CONSTRAINT "PK_liveness_challenge" PRIMARY KEY (id))`);
    await runner.query(`CREATE INDEX "IX_liveness_challenge_created" ON liveness_challenge (created_at)`);
    await runner.query(`CREATE TABLE liveness_seen_frame (
      hash bytea NOT NULL,
      challenge_id uuid NOT NULL,
      seen_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_liveness_seen_frame" PRIMARY KEY (hash))`);
    await runner.query(`CREATE INDEX "IX_liveness_seen_frame_seen" ON liveness_seen_frame (seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE liveness_seen_frame');
    await runner.query('DROP TABLE liveness_challenge');
  }
}
