import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BadgesAndPins1796400000001 implements MigrationInterface {
  readonly name = 'BadgesAndPins1796400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE badge (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      code_hash bytea NOT NULL,
      label text,
      created_by text,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz,
      revoked_at timestamptz,
      CONSTRAINT "PK_badge" PRIMARY KEY (id),
      CONSTRAINT "FK_badge_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query('CREATE UNIQUE INDEX "UQ_badge_code" ON badge (code_hash)');
    await runner.query('CREATE INDEX "IX_badge_person" ON badge (person_id)');
    await runner.query('CREATE INDEX "IX_badge_created" ON badge (created_at, id)');
    await runner.query(`CREATE TABLE pin (
      person_id integer NOT NULL,
      pin_hash text NOT NULL,
      set_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT "PK_pin" PRIMARY KEY (person_id),
      CONSTRAINT "FK_pin_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query(`CREATE TABLE pin_attempt (
      key text NOT NULL,
      failures integer NOT NULL,
      last_at timestamptz NOT NULL,
      CONSTRAINT "PK_pin_attempt" PRIMARY KEY (key))`);
    await runner.query('CREATE INDEX "IX_pin_attempt_last" ON pin_attempt (last_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pin_attempt');
    await runner.query('DROP TABLE pin');
    await runner.query('DROP TABLE badge');
  }
}
