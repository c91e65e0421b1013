import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { ServerProcess } from './server-process.js';

/** nobody: PgBouncer refuses to run as root. */
const NOBODY = 65534;

/**
 * Starts PgBouncer in transaction mode before a server on loopback: a connection of a client has one of the server for a transaction only.
 * `PGBOUNCER_BIN` names the program (1.21 or later) if the PATH has another.
 * @param logins passwords by login
 */
export async function startPooler(
  folder: string,
  server: URL,
  logins: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const own = join(folder, 'pgbouncer');
  mkdirSync(own);
  const port = await freePort();
  const users = Object.entries(logins).map(([login, password]) => `"${login}" "${password}"\n`);
  const usersFile = join(own, 'users.txt');
  const file = join(own, 'pgbouncer.ini');
  writeFileSync(usersFile, users.join(''));
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${usersFile}
pool_mode = transaction
max_prepared_statements = 500
default_pool_size = 10
max_client_conn = 500
server_login_retry = 1
`,
  );
  for (const path of [own, file, usersFile]) chmodSync(path, 0o755);
  const isRoot = process.getuid?.() === 0;
  const pooler = new ServerProcess(
    process.env.PGBOUNCER_BIN ?? 'pgbouncer',
    [file],
    port,
    isRoot ? NOBODY : undefined,
  );
  await pooler.start();
  return pooler;
}
