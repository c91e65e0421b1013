import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { livingClaim } from '../claims/claim.mjs';
import { giveCluster } from './cluster-copy.js';
import { EmbeddedPostgresError, own } from './owner-lock.js';
import { hasPidFile } from './pid-file.js';
import {
  type Account,
  postgresAccount,
  programs,
  reachableByOthers,
  runProgram,
} from './postgres-program.js';
import { ServerWatch } from './server-watch.js';

const MAJOR_VERSION = '18';
const DATABASE = 'argus';
const START_TRIES = 5;
const CONNECT_LIMIT_MS = 3_000;
const OWNED_LIMIT_MS = 60_000;
/* After a crash the server replays its log first. A server that ends meanwhile is noticed at once. */
const RECOVERY_LIMIT_S = '600';

export interface EmbeddedPostgresOptions {
  /** Kept between starts; holds the cluster, its password (mode 0600) and its log. */
  readonly directory: string;
  /** `name=value`, for tests. */
  readonly parameters?: readonly string[];
}

/**
 * A Postgres server in a folder, listening on loopback. It outlives a killed parent: the next start adopts it if it answers and
 * replaces it if it does not. One process owns a folder at a time.
 */
export class EmbeddedPostgres {
  private watch: ServerWatch | undefined;

  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly lock: { release(): void },
  ) {}

  static async start({ directory, parameters = [] }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(directory);
    mkdirSync(folder, { recursive: true });
    const lock = own(folder, ownerIn(folder));
    try {
      const account = await postgresAccount();
      const server = new Server(
        folder,
        clusterOf(folder, account),
        await programs(account),
        account,
        parameters,
      );
      return new EmbeddedPostgres(await server.start(), server, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /**
   * Returns the URL of a folder's running Postgres, for a process that does not own it; undefined when it does not run. One whose owner
   * lives is waited for, since a busy machine answers late.
   */
  static async urlOfRunning(directory: string): Promise<string | undefined> {
    const folder = resolve(directory);
    const url = urlIn(folder, remembered(folder, 'port'));
    const limitMs = livingClaim(ownerIn(folder)) ? OWNED_LIMIT_MS : CONNECT_LIMIT_MS;
    return url !== undefined && (await answers(url, limitMs)) ? url : undefined;
  }

  /** Returns the folder of the cluster that a start on the directory uses. */
  static async clusterFolder(directory: string): Promise<string> {
    return clusterOf(resolve(directory), await postgresAccount());
  }

  /** Gives a restored cluster to the account that runs Postgres. */
  static async giveCluster(cluster: string): Promise<void> {
    giveCluster(cluster, await postgresAccount());
  }

  /** Calls `ended` once when the server ends otherwise than by `stop`. */
  onEnd(ended: () => void): void {
    this.watch?.stop();
    this.watch = new ServerWatch(this.url, ended);
  }

  /** Starts a server that ended again, at the same URL. Resolves when it has recovered. */
  async restart(): Promise<void> {
    await this.server.start(Number(new URL(this.url).port));
  }

  async stop(): Promise<void> {
    this.watch?.stop();
    await this.server.stop('fast');
    this.lock.release();
  }
}

/** Returns the folder of the cluster; outside the data folder if the account cannot reach that. */
function clusterOf(folder: string, account: Account | undefined): string {
  if (account === undefined || reachableByOthers(folder)) return join(folder, 'cluster');
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return join('/var/lib/argus', `cluster-${name}`);
}

class Server {
  constructor(
    private readonly folder: string,
    private readonly cluster: string,
    private readonly programs: string,
    private readonly account: Account | undefined,
    private readonly parameters: readonly string[],
  ) {}

  /** Starts on the remembered port or, if that is taken, on another; on `fixedPort` only, if that is given. */
  async start(fixedPort?: number): Promise<string> {
    await this.initialise();
    const adopted = this.urlAt(this.remembered('port'));
    if (hasPidFile(this.cluster)) {
      if (adopted !== undefined && (await answers(adopted))) return adopted;
      await this.stop('immediate').catch(() => undefined);
    }
    const port = fixedPort ?? (await usablePort(Number(this.remembered('port') ?? 0)));
    if (!(await isFree(port)))
      throw new EmbeddedPostgresError(`Port ${port} of the embedded PostgreSQL is taken by another program.`);
    this.remember('port', String(port));
    const url = this.urlAt(String(port))!;
    await this.launch(port);
    const postgres = url.replace(/\/\w+$/, '/postgres');
    if ((await query(postgres, 'SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])) === 0)
      await query(postgres, `CREATE DATABASE ${DATABASE}`);
    /* A service's login has no business in the server's own databases. */
    await query(postgres, 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
    return url;
  }

  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    if (hasPidFile(this.cluster)) await this.control('stop', '-m', mode, '-w', '-t', '20');
  }

  private async launch(port: number): Promise<void> {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=200',
      ...this.parameters,
    ];
    const options = [`-p ${port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ');
    for (let tries = 1; ; tries++) {
      try {
        await this.control('start', '-w', '-t', RECOVERY_LIMIT_S, '-l', this.log, '-o', options);
        return;
      } catch (error) {
        /* After the postmaster was killed, its children hold the shared memory for a moment. */
        if (tries === START_TRIES)
          throw new EmbeddedPostgresError(`The embedded PostgreSQL does not start; ${this.log} says why.`, {
            cause: error,
          });
        await new Promise((wait) => setTimeout(wait, tries * 500));
      }
    }
  }

  private control(command: string, ...args: string[]): Promise<string> {
    return runProgram(join(this.programs, 'pg_ctl'), [command, '-D', this.cluster, ...args], this.account);
  }

  private async initialise(): Promise<void> {
    const version = join(this.cluster, 'PG_VERSION');
    if (existsSync(version)) {
      const found = readFileSync(version, 'utf8').trim();
      if (found === MAJOR_VERSION) return;
      throw new EmbeddedPostgresError(
        `${this.cluster} was created by PostgreSQL ${found}; this Argus includes ${MAJOR_VERSION}. Dump and restore it.`,
      );
    }
    rmSync(this.cluster, { recursive: true, force: true });
    mkdirSync(dirname(this.cluster), { recursive: true });
    mkdirSync(this.cluster, { mode: 0o700 });
    this.remember('password', randomBytes(24).toString('base64url'));
    const handover = join(tmpdir(), `argus-initdb-${randomBytes(8).toString('hex')}`);
    writeFileSync(handover, this.remembered('password') ?? '', { mode: 0o600 });
    try {
      for (const path of [this.cluster, handover]) this.give(path);
      await runProgram(
        join(this.programs, 'initdb'),
        [
          '-D',
          this.cluster,
          '-U',
          'postgres',
          '-A',
          'scram-sha-256',
          '--pwfile',
          handover,
          '-E',
          'UTF8',
          '--locale',
          'C',
        ],
        this.account,
      );
    } finally {
      rmSync(handover, { force: true });
    }
  }

  private give(path: string): void {
    if (this.account) chownSync(path, this.account.uid, this.account.gid);
  }

  /* Inside the cluster, where the account of the server can write. */
  private get log(): string {
    return join(this.cluster, 'server.log');
  }

  private urlAt(port: string | undefined): string | undefined {
    return urlIn(this.folder, port);
  }

  private remembered(name: 'port' | 'password'): string | undefined {
    return remembered(this.folder, name);
  }

  private remember(name: 'port' | 'password', value: string): void {
    writeFileSync(join(this.folder, name), value, { mode: 0o600 });
  }
}

function remembered(folder: string, name: 'port' | 'password'): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function urlIn(folder: string, port: string | undefined): string | undefined {
  const password = remembered(folder, 'password');
  return port && password ? `postgres://postgres:${password}@127.0.0.1:${port}/${DATABASE}` : undefined;
}

const ownerIn = (folder: string): string => join(folder, 'owner.json');

async function answers(url: string, limitMs = CONNECT_LIMIT_MS): Promise<boolean> {
  try {
    await query(url, 'SELECT 1', [], limitMs);
    return true;
  } catch {
    return false;
  }
}

/** Runs one statement on a connection of its own. Returns the number of rows. */
async function query(
  url: string,
  sql: string,
  parameters: readonly unknown[] = [],
  limitMs = CONNECT_LIMIT_MS,
): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: limitMs });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, [...parameters])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Returns the wanted port if it is free, else one that the system picks. */
const usablePort = async (wanted: number): Promise<number> =>
  (wanted === 0 ? undefined : await listen(wanted)) ?? (await listen(0)) ?? 0;

const isFree = async (port: number): Promise<boolean> => (await listen(port)) !== undefined;

/** Returns the port that can be listened on; undefined if it is taken. */
function listen(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : port));
    });
  });
}
