import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Consents1796400000004 implements MigrationInterface {
  readonly name = 'Consents1796400000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE consent (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      purpose text NOT NULL,
      statement text NOT NULL,
      given_at timestamptz NOT NULL DEFAULT now(),
      given_by text NOT NULL,
      withdrawn_at timestamptz,
      CONSTRAINT "PK_consent" PRIMARY KEY (id),
      CONSTRAINT "FK_consent_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query(
      'CREATE UNIQUE INDEX "UQ_consent_in_force" ON consent (person_id, purpose) WHERE withdrawn_at IS NULL',
    );
    await runner.query('CREATE INDEX "IX_consent_given" ON consent (given_at, id)');
    await runner.query(`CREATE TABLE withdrawal (
      id uuid NOT NULL,
      person_id integer NOT NULL,
      purpose text NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      completed_at timestamptz,
      certificate text,
      CONSTRAINT "PK_withdrawal" PRIMARY KEY (id),
      CONSTRAINT "FK_withdrawal_person" FOREIGN KEY (person_id) REFERENCES person (account_id))`);
    await runner.query(
      'CREATE UNIQUE INDEX "UQ_withdrawal_pending" ON withdrawal (person_id, purpose) WHERE completed_at IS NULL',
    );
    await runner.query('CREATE INDEX "IX_withdrawal_person" ON withdrawal (person_id, requested_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE withdrawal');
    await runner.query('DROP TABLE consent');
  }
}
