import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgres } from '@argus/embedded';
import { appFile, LaunchedProcess } from '../platform/launched-process.js';
import { NatsCluster } from './nats-cluster.js';
import { startPooler } from './pooler.js';
import type { ServerProcess } from './server-process.js';

/** Starts last, since it calls the others. */
const GATEWAY = 'auth-gateway';

export interface ClusterOptions {
  readonly services: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * An installation as in production, on loopback: each service by itself (DEPLOYMENT=cluster) on PgBouncer in transaction mode and three NATS
 * servers, made by the commands that operators use.
 */
export class LoopbackCluster {
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'argus-cluster-'));
  private readonly processes = new Map<string, LaunchedProcess>();
  postgres!: EmbeddedPostgres;
  pooler!: ServerProcess;
  nats!: NatsCluster;

  private constructor(private readonly options: ClusterOptions) {
    chmodSync(this.dataDirectory, 0o755);
  }

  static async start(options: ClusterOptions): Promise<LoopbackCluster> {
    const cluster = new LoopbackCluster(options);
    try {
      await cluster.prepare();
      await cluster.launch();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get url(): string {
    return this.processes.get(GATEWAY)!.url;
  }

  /** Of the gateway. */
  get operationsUrl(): string {
    return this.processes.get(GATEWAY)!.operationsUrl;
  }

  get admin(): { readonly email: string; readonly password: string } {
    return { email: 'admin@argus.example', password: this.secret('identity', 'admin-password') };
  }

  /** The latest output of every service. */
  get log(): string {
    return [...this.processes].map(([name, { log }]) => `── ${name}\n${log}`).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((each) => each.end('SIGTERM')));
    await this.pooler?.kill('SIGTERM');
    await this.nats?.stop();
    await this.postgres?.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  private async prepare(): Promise<void> {
    this.postgres = await EmbeddedPostgres.start({ directory: join(this.dataDirectory, 'postgres') });
    const { url: owner } = this.postgres;
    await this.operate(['keys', 'compose', this.secretsFolder], owner);
    await this.operate(['keys', 'database'], owner);
    const logins = readdirSync(join(this.secretsFolder, 'logins')).map(
      (name) => [decodeURIComponent(name), this.secret('logins', name)] as const,
    );
    this.pooler = await startPooler(this.dataDirectory, new URL(owner), Object.fromEntries(logins));
    this.nats = await NatsCluster.start(this.dataDirectory, join('secrets-of-services', 'nats', 'auth.conf'));
  }

  private async launch(): Promise<void> {
    const { services } = this.options;
    for (const name of services) {
      const migrated = LaunchedProcess.launch(appFile(`${name}/dist/main.js`), {
        args: ['migrate'],
        environment: this.environmentOf(name),
      });
      if ((await migrated.ended) !== 0) throw new Error(`${name} migrate failed:\n${migrated.log}`);
    }
    const start = async (name: string): Promise<void> => {
      const environment = this.environmentOf(name);
      this.processes.set(name, await LaunchedProcess.start(appFile(`${name}/dist/main.js`), { environment }));
    };
    await Promise.all(services.filter((name) => name !== GATEWAY).map(start));
    await start(GATEWAY);
  }

  private get secretsFolder(): string {
    return join(this.dataDirectory, 'secrets-of-services');
  }

  private secret(service: string, key: string): string {
    return readFileSync(join(this.secretsFolder, service, key), 'utf8').trim();
  }

  private environmentOf(service: string): Record<string, string> {
    const folder = join(this.secretsFolder, service);
    const direct = this.secret(service, 'database-url');
    const pooled = new URL(direct);
    pooled.port = String(this.pooler.port);
    const files = Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name !== 'database-url')
        .map((name) => [`${name.toUpperCase().replaceAll('-', '_')}_FILE`, join(folder, name)]),
    );
    return {
      ...files,
      DEPLOYMENT: 'cluster',
      DATABASE_URL: pooled.href,
      DATABASE_MIGRATION_URL: direct,
      NATS_URL: this.nats.url,
      NATS_REPLICAS: String(this.nats.servers.length),
      ADMIN_EMAIL: 'admin@argus.example',
      DATA_DIR: join(this.dataDirectory, service),
      PORT: '0',
      OPERATIONS_PORT: '0',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      ...this.options.settings,
    };
  }

  private async operate(words: readonly string[], databaseUrl: string): Promise<void> {
    await promisify(execFile)(process.execPath, [appFile('platform/dist/main-operator.js'), ...words], {
      env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: this.dataDirectory },
    });
  }
}
