import { type Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The least age at which events of a kept chain can be deleted, in days. */
export const FORGETTABLE_AFTER_DAYS = 365;

export interface Keeping {
  readonly schema: string;
  readonly service: string;
  readonly keeper: string;
  /** From which age events can be deleted; null for never. Undefined leaves what an earlier provisioning said, at first never. */
  readonly keptDays: number | null | undefined;
}

/**
 * Makes the functions by which a migration of the service gives a chain `<name>_event` and `<name>_head` away. From then on the service
 * adds to the chain and moves its head by one; nothing that logs in owns the tables. Later columns of a kept table are made here, too.
 * The service owns none of what runs with the keeper's rights, or it could replace it.
 */
export async function makeKeeping(
  client: Client,
  { schema, service, keeper, keptDays }: Keeping,
): Promise<void> {
  await client.query(`SET ROLE ${escapeIdentifier(keeper)}`);
  try {
    const { rows: told } = await client.query('SELECT 1 WHERE to_regprocedure($1) IS NOT NULL', [
      `${schema}.chain_kept_days()`,
    ]);
    if (keptDays !== undefined || told.length === 0) await client.query(age(schema, keptDays ?? null));
    for (const sql of [refuse(schema, keeper), step(schema, keeper), keep(schema, service), forget(schema)])
      await client.query(sql);
    await client.query(`REVOKE EXECUTE ON FUNCTION ${schema}.keep_chain(text), ${schema}.forget_chain(text, bigint, bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ${schema}.keep_chain(text), ${schema}.forget_chain(text, bigint, bytea) TO ${escapeIdentifier(service)}`);
  } finally {
    await client.query('RESET ROLE');
  }
}

const path = 'SET search_path = pg_catalog, pg_temp';

const refuse = (schema: string, keeper: string): string => `
  CREATE OR REPLACE FUNCTION ${schema}.refuse_change_of_chain() RETURNS trigger LANGUAGE plpgsql ${path} AS $$
  BEGIN
    IF current_user <> ${escapeLiteral(keeper)} THEN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
  END $$`;

const step = (schema: string, keeper: string): string => `
  CREATE OR REPLACE FUNCTION ${schema}.refuse_step_of_chain() RETURNS trigger LANGUAGE plpgsql ${path} AS $$
  BEGIN
    IF current_user <> ${escapeLiteral(keeper)} AND NEW.position IS DISTINCT FROM OLD.position + 1 THEN
      RAISE EXCEPTION 'The chain grows one by one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$`;

const keep = (schema: string, service: string): string => `
  CREATE OR REPLACE FUNCTION ${schema}.keep_chain(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER ${path} AS $$
  DECLARE
    events regclass := format('${schema}.%I', name || '_event');
    head regclass := format('${schema}.%I', name || '_head');
    foreign_trigger record;
  BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid IN (events, head)
                AND (relowner <> ${escapeLiteral(escapeIdentifier(service))}::regrole OR relkind <> 'r' OR relhasrules)) THEN
      RAISE EXCEPTION '% is no chain of the service', name USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR foreign_trigger IN SELECT tgname, tgrelid::regclass AS place FROM pg_trigger WHERE tgrelid IN (events, head) AND NOT tgisinternal LOOP
      EXECUTE format('DROP TRIGGER %I ON %s', foreign_trigger.tgname, foreign_trigger.place);
    END LOOP;
    EXECUTE format('ALTER TABLE %s OWNER TO %I', events, current_user);
    EXECUTE format('ALTER TABLE %s OWNER TO %I', head, current_user);
    EXECUTE format('REVOKE ALL ON %s, %s FROM PUBLIC, %I', events, head, ${escapeLiteral(service)});
    EXECUTE format('GRANT ALL ON %s, %s TO %I', events, head, current_user);
    EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', events, ${escapeLiteral(service)});
    EXECUTE format('GRANT SELECT, UPDATE (position, mac) ON %s TO %I', head, ${escapeLiteral(service)});
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change_of_chain()', events);
    EXECUTE format('CREATE TRIGGER stays BEFORE INSERT OR DELETE OR TRUNCATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_change_of_chain()', head);
    EXECUTE format('CREATE TRIGGER grows BEFORE UPDATE ON %s
      FOR EACH ROW EXECUTE FUNCTION ${schema}.refuse_step_of_chain()', head);
  END $$`;

/* A function and no table: nothing that logs in can replace it, and it is read in one place. */
const age = (schema: string, days: number | null): string => `
  CREATE OR REPLACE FUNCTION ${schema}.chain_kept_days() RETURNS integer LANGUAGE sql STABLE ${path}
  AS 'SELECT ${days === null ? 'NULL' : Math.max(FORGETTABLE_AFTER_DAYS, Math.trunc(days))}::integer'`;

/* The seal is made with a key outside the database, so that a moved start shows. */
const forget = (schema: string): string => `
  CREATE OR REPLACE FUNCTION ${schema}.forget_chain(name text, up_to bigint, seal bytea) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER ${path} AS $$
  DECLARE
    events regclass := format('${schema}.%I', name || '_event');
    head regclass := format('${schema}.%I', name || '_head');
    days integer := ${schema}.chain_kept_days();
    young boolean;
    gone bigint;
  BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid IN (events, head) AND relowner <> current_user::regrole) THEN
      RAISE EXCEPTION '% is no kept chain', name USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF days IS NULL THEN
      RAISE EXCEPTION 'Events are kept for ever: AUDIT_RETENTION_DAYS was not set where the logins were made'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('UPDATE %s h SET start_position = up_to.position, start_mac = up_to.mac, start_seal = $2
      FROM %s up_to WHERE up_to.position = $1 AND $1 < h.position', head, events) USING up_to, seal;
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone <> 1 THEN
      RAISE EXCEPTION 'The chain has no event % before its end', up_to USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE position <= $1 AND at > now() - make_interval(days => $2))', events)
      INTO young USING up_to, days;
    IF young THEN
      RAISE EXCEPTION 'Events are kept for % days', days USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('DELETE FROM %s WHERE position <= $1', events) USING up_to;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
  END $$`;
