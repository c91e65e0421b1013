import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface LaunchOptions {
  /** Beside the variables of the test's own process. */
  readonly environment: Readonly<Record<string, string>>;
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

/** One process of the platform, which ends with the test process at the latest. */
export class LaunchedProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    private ready: Ready,
  ) {}

  /** Resolves when it says that it is ready; rejects with what it printed when it ends before. */
  static async start(main: string, { environment, preload }: LaunchOptions): Promise<LaunchedProcess> {
    const child = fork(main, {
      env: { ...process.env, ...environment },
      execArgv: preload ? ['--import', preload.href] : [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const launched = new LaunchedProcess(child, { urls: [], operationsUrl: '' });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        launched.output = (launched.output + chunk.toString()).slice(-mostOutput);
      });
    launched.ready = await new Promise<Ready>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Ready));
      child.once('exit', (code, signal) =>
        reject(new Error(`${main} ended with ${signal ?? code}:\n${launched.output}`)),
      );
    });
    return launched;
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
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}
