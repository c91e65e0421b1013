import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Client } from 'pg';
import { EmbeddedPostgresError, own } from './owner-lock.js';
import {
  type Account,
  postgresAccount,
  programs,
  reachableByOthers,
  runProgram,
} from './postgres-program.js';

const MAJOR_VERSION = '18';
const DATABASE = 'argus';
const START_TRIES = 5;

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
  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly lock: { release(): void },
  ) {}

  static async start({ directory, parameters = [] }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(directory);
    mkdirSync(folder, { recursive: true });
    const lock = own(folder, join(folder, 'owner.json'));
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

  /** Returns the URL of a folder's running Postgres, for a process that does not own it; undefined when it does not run. */
  static async urlOfRunning(directory: string): Promise<string | undefined> {
    const url = urlIn(resolve(directory), remembered(resolve(directory), 'port'));
    return url !== undefined && (await answers(url)) ? url : undefined;
  }

  async stop(): Promise<void> {
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

  async start(): Promise<string> {
    await this.initialise();
    const adopted = this.urlAt(this.remembered('port'));
    if (this.hasPidFile()) {
      if (adopted !== undefined && (await answers(adopted))) return adopted;
      await this.stop('immediate').catch(() => undefined);
    }
    const port = await usablePort(Number(this.remembered('port') ?? 0));
    this.remember('port', String(port));
    const url = this.urlAt(String(port))!;
    await this.launch(port);
    const postgres = url.replace(/\/\w+$/, '/postgres');
    if ((await query(postgres, 'SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])) === 0)
      await query(postgres, `CREATE DATABASE ${DATABASE}`);
    return url;
  }

  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    if (this.hasPidFile()) await this.control('stop', '-m', mode, '-w', '-t', '20');
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
        await this.control('start', '-w', '-t', '60', '-l', this.log, '-o', options);
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

  private hasPidFile = (): boolean => existsSync(join(this.cluster, 'postmaster.pid'));

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

async function answers(url: string): Promise<boolean> {
  try {
    await query(url, 'SELECT 1');
    return true;
  } catch {
    return false;
  }
}

/** Runs one statement on a connection of its own. Returns the number of rows. */
async function query(url: string, sql: string, parameters: readonly unknown[] = []): Promise<number> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, [...parameters])).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Returns the wanted port if it is free, else one that the system picks. */
async function usablePort(wanted: number): Promise<number> {
  const probe = (port: number): Promise<number> =>
    new Promise((done, failed) => {
      const server = createServer();
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => done(typeof address === 'object' && address ? address.port : port));
      });
    });
  return wanted === 0 ? probe(0) : probe(wanted).catch(() => probe(0));
}
