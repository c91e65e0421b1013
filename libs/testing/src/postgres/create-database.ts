import { randomBytes } from 'node:crypto';
import { withClient } from '@argus/persistence';

export interface TestDatabase {
  /** Connects as the server's superuser. */
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates an empty database for one test on the server of the run. */
export async function createDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set; this needs the int-spec tier (npm test -- int-spec)');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(server, (client) => client.query(`CREATE DATABASE ${name} STRATEGY FILE_COPY`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () =>
      withClient(server, async (client) => {
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
        const { rows } = await client.query<{ role: string }>(
          'SELECT rolname AS role FROM pg_roles WHERE starts_with(rolname, $1)',
          [`${name}_`],
        );
        for (const { role } of rows) await client.query(`DROP ROLE ${role}`);
      }),
  };
}
