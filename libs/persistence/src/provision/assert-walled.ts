import type { Client } from 'pg';
import { jobsSchema } from './login.js';

/** The login could reach more than its own service's tables. */
export class NotWalled extends Error {
  override readonly name = 'NotWalled';
}

/** Throws NotWalled unless the connection's login is the service's own: without power, without other roles, owner of the schema of its jobs only. */
export async function assertWalled(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{
    login: string;
    strong: boolean;
    member: boolean;
    owned: string[];
    creates: boolean;
  }>(
    `SELECT rolname AS login, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS strong,
            EXISTS (SELECT 1 FROM pg_auth_members WHERE member = role.oid) AS member,
            ARRAY(SELECT nspname::text FROM pg_namespace WHERE nspowner = role.oid AND nspname !~ '^pg_') AS owned,
            EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1 AND has_schema_privilege(oid, 'CREATE')) AS creates
       FROM pg_roles role WHERE rolname = session_user`,
    [schema],
  );
  const { login, strong, member, owned, creates } = rows[0]!;
  const jobs = jobsSchema(schema);
  const problem = strong
    ? 'has administrative rights'
    : member
      ? 'is a member of another role'
      : owned.includes(schema)
        ? `owns the schema ${schema}, so it could drop what it may only add to`
        : owned.some((name) => name !== jobs)
          ? 'owns schemas of other services'
          : !owned.includes(jobs) || !creates
            ? `does not own the schema ${jobs} or creates nothing in ${schema}`
            : undefined;
  if (problem !== undefined) throw new NotWalled(`${login} ${problem}, so it is not the login of ${schema}`);
}
