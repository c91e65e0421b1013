import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFile, LaunchedProcess } from './launched-process.js';

/** `embedded`: all services in one process. `services`: a process per service, over NATS. */
export type RunMode = 'embedded' | 'services';

/** Returns the mode of E2E_MODE, else `embedded`. */
export const runMode = (): RunMode => (process.env.E2E_MODE === 'services' ? 'services' : 'embedded');

export interface PlatformOptions {
  /** `runMode()` unless stated. */
  readonly mode?: RunMode;
  /** Settings of the platform besides those that keep test runs separate. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Keeps the whole log, of all starts. */
  readonly logFile?: string;
}

const mains: Record<RunMode, string> = { embedded: 'main.js', services: 'main-separate.js' };

/**
 * A whole platform in its own process, with its own data folder, ports and administrator. It ends with the test process at the
 * latest.
 */
export class Platform {
  readonly admin = { email: 'admin@argus.example', password: randomBytes(18).toString('base64url') };
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'argus-platform-'));
  private process: LaunchedProcess | undefined;

  private constructor(
    readonly mode: RunMode,
    private readonly settings: Readonly<Record<string, string>>,
    private readonly logFile: string | undefined,
  ) {
    chmodSync(this.dataDirectory, 0o755);
  }

  /** Resolves when the platform answers clients. Rejects with its output if it does not start. */
  static async start({ mode = runMode(), settings = {}, logFile }: PlatformOptions = {}): Promise<Platform> {
    const platform = new Platform(mode, settings, logFile);
    await platform.restart();
    return platform;
  }

  /** Address of the gateway. It changes with every start. */
  get url(): string {
    return this.process?.url ?? '';
  }

  /** Address of /readyz and /metrics. */
  get operationsUrl(): string {
    return this.process?.operationsUrl ?? '';
  }

  /** Stops the platform if it runs, and starts it on the same data. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    this.process = await LaunchedProcess.start(appFile(`platform/dist/${mains[this.mode]}`), {
      logFile: this.logFile,
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

  /** Its latest output since the start, oldest first. */
  get log(): string {
    return this.process?.log ?? '';
  }

  /** Id of the process that was started first; all others descend from it. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Sends SIGKILL, as a crash does. In services mode it may hit one service, which is then restarted; else it hits all. */
  async kill(service?: string): Promise<void> {
    if (service === undefined) return this.end('SIGKILL');
    process.kill(this.processOf(service), 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  /** Returns the ids of the processes that run services. */
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
