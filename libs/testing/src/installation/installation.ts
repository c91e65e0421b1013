import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrokerKey, brokerKeys, type BrokerUser, EmbeddedPostgres } from '@argus/embedded';
import { withClient } from '@argus/persistence';
import { databaseLogins } from '@argus/service-kit';
import { startNats } from '../nats.js';
import { appFile } from '../platform/launched-process.js';
import type { Installation } from '../platform/shared-platform.js';

/** An installation of which only the database and the broker run. */
export interface EmptyInstallation extends Installation {
  readonly admin: { readonly email: string; readonly password: string };
  stop(): Promise<void>;
}

export async function startInstallation(): Promise<EmptyInstallation> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'argus-installation-'));
  chmodSync(dataDirectory, 0o755);
  const [postgres, nats] = await Promise.all([
    EmbeddedPostgres.start({ directory: join(dataDirectory, 'postgres'), parameters: ['fsync=off'] }),
    usersIn(dataDirectory).then((users) => startNats({ users })),
  ]);
  return {
    dataDirectory,
    natsUrl: nats.address,
    admin: { email: 'admin@argus.example', password: randomBytes(18).toString('base64url') },
    stop: async () => {
      await Promise.all([postgres.stop(), nats.stop()]);
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Makes the keys of an installation as an operator with a broker of their own does; returns the broker's users. */
async function usersIn(dataDirectory: string): Promise<readonly BrokerUser[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [appFile('platform/dist/main-broker.js')], {
    env: { ...process.env, DATA_DIR: dataDirectory },
  });
  return (JSON.parse(stdout) as { authorization: { users: readonly BrokerUser[] } }).authorization.users;
}

/** Returns the key with which a service of the installation connects to the broker, or its keeper. */
export const brokerKeyOf = (
  { dataDirectory }: Pick<Installation, 'dataDirectory'>,
  name: string,
): BrokerKey => brokerKeys(join(dataDirectory, 'secrets', 'nats'), [name])[name]!;

/** Returns the superuser's URL of the installation's PostgreSQL. Throws if it does not run. */
export async function databaseOf({ dataDirectory }: Pick<Installation, 'dataDirectory'>): Promise<string> {
  const url = await EmbeddedPostgres.urlOfRunning(join(dataDirectory, 'postgres'));
  if (url === undefined) throw new Error(`No PostgreSQL runs in ${dataDirectory}`);
  return url;
}

/** Returns the URL by which a service logs in to the installation's PostgreSQL. */
export async function loginIn(
  { dataDirectory }: Pick<Installation, 'dataDirectory'>,
  schema: string,
): Promise<string> {
  const settings = { DATA_DIR: dataDirectory, DATABASE_LOGINS_DIR: undefined };
  return (await databaseLogins(await databaseOf({ dataDirectory }), settings, [schema]))(schema);
}

/** Runs one statement as superuser and returns its rows, for what no API shows. */
export const rowsOf = async <R extends object>(
  installation: Pick<Installation, 'dataDirectory'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> => rowsAt<R>(await databaseOf(installation), sql, values);

/** Runs one statement, or several without values, as whom the URL names, and returns the rows of one. */
export const rowsAt = <R extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> =>
  withClient(url, async (client) => {
    const { rows } = values.length > 0 ? await client.query<R>(sql, [...values]) : await client.query<R>(sql);
    return rows;
  });

/** Makes all sessions and refresh tokens older, as a test cannot move the clock of the database. */
export async function age(installation: Pick<Installation, 'dataDirectory'>, ms: number): Promise<void> {
  await withClient(await databaseOf(installation), async (client) => {
    await client.query(
      `WITH older AS (SELECT make_interval(secs => $1) AS by),
         sessions AS (UPDATE identity.session SET created_at = created_at - by, last_used_at = last_used_at - by,
           expires_at = expires_at - by FROM older)
       UPDATE identity.refresh_token SET created_at = created_at - by, expires_at = expires_at - by,
         used_at = used_at - by FROM older`,
      [ms / 1000],
    );
  });
}
