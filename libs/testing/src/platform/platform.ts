import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `embedded`: every service in one process; `services`: each its own over NATS. */
export type RunMode = 'embedded' | 'services';

export interface PlatformOptions {
  /** E2E_MODE unless stated, else embedded. */
  readonly mode?: RunMode;
  /** Variables for the platform beside those that keep runs apart. */
  readonly settings?: Readonly<Record<string, string>>;
}

interface Ready {
  readonly urls: readonly string[];
  readonly operationsUrl: string;
}

const mains: Record<RunMode, string> = { embedded: 'main.js', services: 'main-separate.js' };
const mostOutput = 20_000;

/**
 * A whole platform as a process of its own, with a data folder, ports and an administrator of its own. Ends with the test
 * process at the latest.
 */
export class Platform {
  readonly admin = { email: 'admin@argus.example', password: randomBytes(18).toString('base64url') };
  readonly dataDirectory = mkdtempSync(join(tmpdir(), 'argus-platform-'));
  private child: ChildProcess | undefined;
  private ready: Ready | undefined;
  private output = '';

  private constructor(
    readonly mode: RunMode,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    chmodSync(this.dataDirectory, 0o755);
  }

  /** Resolves when clients are answered; rejects with what the platform printed when it does not start. */
  static async start({ mode, settings = {} }: PlatformOptions = {}): Promise<Platform> {
    const platform = new Platform(
      mode ?? (process.env.E2E_MODE === 'services' ? 'services' : 'embedded'),
      settings,
    );
    await platform.restart();
    return platform;
  }

  /** Address of the gateway; another one after every start. */
  get url(): string {
    return this.ready?.urls[0] ?? '';
  }

  /** Where /readyz and /metrics are. */
  get operationsUrl(): string {
    return this.ready?.operationsUrl ?? '';
  }

  /** Starts on the same data; stops first what runs. */
  async restart(): Promise<void> {
    await this.end('SIGTERM');
    this.output = '';
    const main = fileURLToPath(
      new URL(`../../../../apps/platform/dist/${mains[this.mode]}`, import.meta.url),
    );
    const child = fork(main, {
      env: {
        ...process.env,
        PORT: '0',
        OPERATIONS_PORT: '0',
        DATA_DIR: this.dataDirectory,
        ADMIN_EMAIL: this.admin.email,
        ADMIN_PASSWORD: this.admin.password,
        LOG_LEVEL: 'warn',
        LOG_FORMAT: 'json',
        ...this.settings,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on(
        'data',
        (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-mostOutput)),
      );
    }
    this.ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Ready));
      child.once('exit', (code, signal) =>
        reject(new Error(`The platform ended with ${signal ?? code}:\n${this.output}`)),
      );
    });
  }

  /** What it printed since its start, the newest at the end. */
  get log(): string {
    return this.output;
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
    if (this.mode === 'embedded') return this.child?.pid === undefined ? [] : [this.child.pid];
    return this.servicesByProcess().map(({ pid }) => pid);
  }

  private processOf(service: string): number {
    const found = this.servicesByProcess().find(({ args }) => args.includes(`apps/${service}/dist/main.js`));
    if (found === undefined) throw new Error(`No process of ${service} (mode ${this.mode})`);
    return found.pid;
  }

  private servicesByProcess(): { pid: number; args: string }[] {
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(this.child?.pid)], {
      encoding: 'utf8',
    });
    return children
      .split('\n')
      .filter((line) => line.includes('/dist/main.js'))
      .map((line) => ({ pid: Number.parseInt(line, 10), args: line }));
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

export const startPlatform = (options?: PlatformOptions): Promise<Platform> => Platform.start(options);
