import type { MigrationInterface, QueryRunner } from 'typeorm';

const families = ['eyetracker', 'techtrack', 'calibration', 'attendance', 'proctorx'];

export class AccountsAndSessions1764010000000 implements MigrationInterface {
  readonly name = 'AccountsAndSessions1764010000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const family of families) {
      await runner.query(`CREATE SEQUENCE account_id_${family} AS integer`);
    }
    await runner.query(`CREATE TABLE account (
      family text NOT NULL,
      id integer NOT NULL,
      username text COLLATE "C" NOT NULL,
      email text,
      first_name text NOT NULL DEFAULT '',
      last_name text NOT NULL DEFAULT '',
      role text NOT NULL,
      department text,
      phone_number text,
      is_active boolean NOT NULL DEFAULT true,
      password_hash text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_login_at timestamptz,
      face_enrolled boolean NOT NULL DEFAULT false,
      revision integer NOT NULL DEFAULT 1,
      CONSTRAINT "PK_account" PRIMARY KEY (family, id),
      CONSTRAINT "UQ_account_username" UNIQUE (family, username),
      CONSTRAINT "CK_account_revision" CHECK (revision > 0))`);
    await runner.query(`CREATE UNIQUE INDEX "UQ_account_email" ON account (family, lower(email))`);

    await runner.query(`CREATE TABLE session (
      sid uuid NOT NULL,
      family text NOT NULL,
      account_id integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz NOT NULL DEFAULT now(),
      client_address text,
      user_agent text,
      ended_at timestamptz,
      ended_reason text,
      CONSTRAINT "PK_session" PRIMARY KEY (sid),
      CONSTRAINT "FK_session_account" FOREIGN KEY (family, account_id) REFERENCES account (family, id))`);
    await runner.query(`CREATE INDEX "IX_session_account" ON session (family, account_id)`);

    await runner.query(`CREATE TABLE refresh_token (
      token_hash bytea NOT NULL,
      session_id uuid NOT NULL,
      parent_hash bytea,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      successor_sealed bytea,
      CONSTRAINT "PK_refresh_token" PRIMARY KEY (token_hash),
      CONSTRAINT "FK_refresh_token_session" FOREIGN KEY (session_id) REFERENCES session (sid) ON DELETE CASCADE)`);
    await runner.query(`CREATE INDEX "IX_refresh_token_session" ON refresh_token (session_id)`);
    await runner.query(`CREATE INDEX "IX_refresh_token_expires_at" ON refresh_token (expires_at)`);

    await runner.query(`CREATE TABLE revocation (
      position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
      session_id uuid NOT NULL,
      forget_at timestamptz NOT NULL,
      CONSTRAINT "PK_revocation" PRIMARY KEY (position),
      CONSTRAINT "UQ_revocation_session" UNIQUE (session_id))`);

    await runner.query(`CREATE TABLE signing_key (
      kid text NOT NULL,
      public_jwk jsonb NOT NULL,
      private_key_sealed bytea NOT NULL,
      published_at timestamptz NOT NULL,
      signs_from timestamptz NOT NULL,
      CONSTRAINT "PK_signing_key" PRIMARY KEY (kid))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['signing_key', 'revocation', 'refresh_token', 'session', 'account']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    for (const family of families) await runner.query(`DROP SEQUENCE account_id_${family}`);
  }
}
