import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FamiliesKeysAndAudit1764020000000 implements MigrationInterface {
  readonly name = 'FamiliesKeysAndAudit1764020000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account
      ADD COLUMN bio text NOT NULL DEFAULT '',
      ADD COLUMN picture_url text,
      ADD COLUMN person_id uuid,
      ADD CONSTRAINT "UQ_account_person" UNIQUE (person_id, family)`);
    await runner.query(`ALTER TABLE session ADD COLUMN expires_at timestamptz`);

    await runner.query(`CREATE TABLE login_counter (
      key text NOT NULL,
      failures integer NOT NULL DEFAULT 0,
      window_from timestamptz NOT NULL DEFAULT now(),
      last_failure_at timestamptz,
      last_success_at timestamptz,
      CONSTRAINT "PK_login_counter" PRIMARY KEY (key))`);

    await runner.query(`CREATE TABLE api_key (
      id uuid NOT NULL,
      key_hash bytea NOT NULL,
      prefix text NOT NULL,
      name text NOT NULL,
      scopes text[] NOT NULL,
      family text NOT NULL,
      account_id integer NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz,
      CONSTRAINT "PK_api_key" PRIMARY KEY (id),
      CONSTRAINT "UQ_api_key_hash" UNIQUE (key_hash),
      CONSTRAINT "FK_api_key_account" FOREIGN KEY (family, account_id) REFERENCES account (family, id))`);
    await runner.query(`CREATE INDEX "IX_api_key_account" ON api_key (family, account_id)`);

    await this.#createAudit(runner);
  }

  async #createAudit(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE audit_event (
      position bigint NOT NULL,
      at timestamptz NOT NULL,
      action text NOT NULL,
      success boolean NOT NULL,
      severity text NOT NULL,
      family text,
      account_id integer,
      actor_family text,
      actor_id integer,
      client_address text,
      user_agent text,
      request_id text NOT NULL,
      details jsonb NOT NULL,
      mac bytea NOT NULL,
      CONSTRAINT "PK_audit_event" PRIMARY KEY (position))`);
    await runner.query(`CREATE INDEX "IX_audit_event_action" ON audit_event (action, position)`);
    await runner.query(`CREATE INDEX "IX_audit_event_account" ON audit_event (family, account_id, position)`);
    await runner.query(`CREATE INDEX "IX_audit_event_at" ON audit_event USING brin (at)`);
    await runner.query(`CREATE TABLE audit_head (
      id smallint NOT NULL DEFAULT 1,
      position bigint NOT NULL,
      mac bytea NOT NULL,
      CONSTRAINT "PK_audit_head" PRIMARY KEY (id),
      CONSTRAINT "CK_audit_head_single" CHECK (id = 1))`);
    await runner.query(`INSERT INTO audit_head (position, mac) VALUES (0, decode(repeat('00', 32), 'hex'))`);

    await runner.query(`CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$`);
    await runner.query(`CREATE FUNCTION refuse_step() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.position IS DISTINCT FROM OLD.position + 1 THEN
          RAISE EXCEPTION 'The audit chain grows one by one' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`CREATE TRIGGER audit_head_stays BEFORE DELETE OR TRUNCATE ON audit_head
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`CREATE TRIGGER audit_head_grows BEFORE UPDATE ON audit_head
      FOR EACH ROW EXECUTE FUNCTION refuse_step()`);
    await runner.query(`REVOKE UPDATE, DELETE, TRUNCATE ON audit_event FROM CURRENT_USER`);
    await runner.query(`REVOKE DELETE, TRUNCATE ON audit_head FROM CURRENT_USER`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['audit_head', 'audit_event', 'api_key', 'login_counter']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP FUNCTION refuse_change(), refuse_step()');
    await runner.query('ALTER TABLE session DROP COLUMN expires_at');
    await runner.query(`ALTER TABLE account DROP CONSTRAINT "UQ_account_person",
      DROP COLUMN person_id, DROP COLUMN picture_url, DROP COLUMN bio`);
  }
}
