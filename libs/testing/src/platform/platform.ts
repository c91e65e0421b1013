import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFile, LaunchedProcess } from './launched-process.js';

/** `embedded`: every service in one process; `services`: each its own over NATS. */
export type RunMode = 'embedded' | 'services';

/** What E2E_MODE says, else embedded. */
export const runMode = (): RunMode => (process.env.E2E_MODE === 'services' ? 'services' : 'embedded');

export interface PlatformOptions {
  /** `runMode()` unless stated. */
  readonly mode?: RunMode;
  /** Variables for the platform beside those that keep runs apart. */
  readonly settings?: Readonly<Record<string, string>>;
}

const mains: Record<RunMode, string> = { embedded: 'main.js', services: 'main-separate.js' };

/**
 * A whole platform as a process of its own, with a data folder, ports and an administrator of its own. Ends with the test
 * process at the latest.
 */
export class Platform {
  readonly admin = { email: 'admin@argus.example', password: randomBytes(18).toString('base64url') };
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'argus-platform-'));
  private process: LaunchedProcess | undefined;

  private constructor(
    readonly mode: RunMode,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    chmodSync(this.dataDirectory, 0o755);
  }

  /** Resolves when clients are answered; rejects with what the platform printed when it does not start. */
  static async start({ mode = runMode(), settings = {} }: PlatformOptions = {}): Promise<Platform> {
    const platform = new Platform(mode, settings);
    await platform.restart();
    return platform;
  }

  /** Address of the gateway; another one after every start. */
  get url(): string {
    return this.process?.url ?? '';
  }

  /** Where /readyz and /metrics are. */
  get operationsUrl(): string {
    return this.process?.operationsUrl ?? '';
  }

  /** Starts on the same data; stops first what runs. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    this.process = await LaunchedProcess.start(appFile(`platform/dist/${mains[this.mode]}`), {
      environment: {
        PORT: '0',
        OPERATIONS_PORT: '0',
        DATA_DIR: this.dataDirectory,
        ADMIN_EMAIL: this.admin.email,
        ADMIN_PASSWORD: this.admin.password,
        LOG_LEVEL: 'warn',
        LOG_FORMAT: 'json',
        ...this.settings,
      },
    });
  }

  /** What it printed since its start, the newest at the end. */
  get log(): string {
    return this.process?.log ?? '';
  }

  /** SIGKILL, as a crash: of one service in services mode (it is started again), else of everything. */
  async kill(service?: string): Promise<void> {
    if (service === undefined) return this.end('SIGKILL');
    process.kill(this.processOf(service), 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  /** Ids of the processes that run services. */
  processes(): number[] {
    if (this.mode === 'embedded') return this.process?.pid === undefined ? [] : [this.process.pid];
    return this.servicesByProcess().map(({ pid }) => pid);
  }

  private processOf(service: string): number {
    const found = this.servicesByProcess().find(({ args }) => args.includes(`apps/${service}/dist/main.js`));
    if (found === undefined) throw new Error(`No process of ${service} (mode ${this.mode})`);
    return found.pid;
  }

  private servicesByProcess(): { pid: number; args: string }[] {
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.process?.pid)], {
      encoding: 'utf8',
    });
    return children
      .split('\n')
      .filter((line) => line.includes('/dist/main.js'))
      .map((line) => ({ pid: Number.parseInt(line, 10), args: line }));
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const running = this.process;
    this.process = undefined;
    await running?.end(signal);
  }
}

export const startPlatform = (options?: PlatformOptions): Promise<Platform> => Platform.start(options);
