import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface LaunchOptions {
  /** Beside the variables of the test's own process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A module that runs before the program. */
  readonly preload?: URL;
}

interface Ready {
  readonly urls: readonly string[];
  readonly operationsUrl: string;
}

const mostOutput = 20_000;

/** Path of a compiled file of an app, e.g. `platform/dist/main.js`. */
export const appFile = (path: string): string =>
  fileURLToPath(new URL(`../../../../apps/${path}`, import.meta.url));

/** How a process ended: its exit status, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** One process of the platform, which ends with the test process at the latest. */
export class LaunchedProcess {
  /** Resolves when the process is gone with all that it started, and everything that it printed is in `log`. */
  readonly ended: Promise<Ending>;
  private readonly saidMore = new EventEmitter();
  private output = '';
  private ready: Ready = { urls: [], operationsUrl: '' };

  private constructor(
    private readonly main: string,
    private readonly child: ChildProcess,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-mostOutput);
        this.saidMore.emit('more');
      });
    this.ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as Ending);
  }

  /** Starts it and waits for nothing. */
  static launch(main: string, { environment, args = [], preload }: LaunchOptions): LaunchedProcess {
    const child = fork(main, args, {
      env: { ...process.env, ...environment },
      execArgv: preload ? ['--import', preload.href] : [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new LaunchedProcess(main, child);
  }

  /** Resolves when it says that it is ready; rejects with what it printed when it ends before. */
  static async start(main: string, options: LaunchOptions): Promise<LaunchedProcess> {
    const launched = LaunchedProcess.launch(main, options);
    const readiness = once(launched.child, 'message') as Promise<[Ready]>;
    [launched.ready] = await Promise.race([readiness, launched.failure()]);
    return launched;
  }

  /** Resolves when it has printed that; rejects when it ends without. */
  async says(words: string | RegExp): Promise<void> {
    const failure = this.failure();
    failure.catch(() => undefined);
    while (this.output.search(words) < 0) await Promise.race([once(this.saidMore, 'more'), failure]);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Where it answers clients; empty where it does not. */
  get url(): string {
    return this.ready.urls[0] ?? '';
  }

  /** Where /readyz and /metrics are. */
  get operationsUrl(): string {
    return this.ready.operationsUrl;
  }

  /** What it printed, the newest at the end. */
  get log(): string {
    return this.output;
  }

  /** Sends a message and resolves with the next one that comes back. */
  async ask(message: object): Promise<unknown> {
    const answered = once(this.child, 'message');
    this.child.send(message);
    return (await answered)[0] as unknown;
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  private async failure(): Promise<never> {
    throw new Error(`${this.main} ended with ${await this.ended}:\n${this.output}`);
  }
}
