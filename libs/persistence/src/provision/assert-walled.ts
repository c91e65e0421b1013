import type { Client } from 'pg';
import { jobsSchema } from './login.js';

/** The login could reach more than its own service's tables. */
export class NotWalled extends Error {
  override readonly name = 'NotWalled';
}

/** Throws NotWalled unless the connection's login is the service's own: without power, without other roles, owner of its schemas only. */
export async function assertWalled(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ login: string; strong: boolean; member: boolean; owned: string[] }>(
    `SELECT rolname AS login, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS strong,
            EXISTS (SELECT 1 FROM pg_auth_members WHERE member = role.oid) AS member,
            ARRAY(SELECT nspname::text FROM pg_namespace WHERE nspowner = role.oid AND nspname !~ '^pg_') AS owned
       FROM pg_roles role WHERE rolname = session_user`,
  );
  const { login, strong, member, owned } = rows[0]!;
  const own = [schema, jobsSchema(schema)];
  const problem = strong
    ? 'has administrative rights'
    : member
      ? 'is a member of another role'
      : owned.some((name) => !own.includes(name))
        ? 'owns schemas of other services'
        : own.some((name) => !owned.includes(name))
          ? `does not own the schemas ${own.join(' and ')}`
          : undefined;
  if (problem !== undefined) throw new NotWalled(`${login} ${problem}, so it is not the login of ${schema}`);
}
