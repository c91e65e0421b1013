import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allocatorSettings, nodeFlags } from '@argus/service-kit/lean-process';

export interface LaunchOptions {
  /** Added to the variables of the test's own process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** A module that runs before the program. */
  readonly preload?: URL;
  /** Keeps all that the process prints; `log` has the latest only. */
  readonly logFile?: string | undefined;
}

interface Ready {
  readonly urls: readonly string[];
  readonly operationsUrl: string;
}

const MAX_OUTPUT_CHARACTERS = 20_000;

/** Returns the path of a compiled file of an app, e.g. `platform/dist/main.js`. */
export const appFile = (path: string): string =>
  fileURLToPath(new URL(`../../../../apps/${path}`, import.meta.url));

/** How a process ended: its exit status, or the signal that ended it. */
export type Ending = number | NodeJS.Signals;

/** A process of the platform. It ends with the test process at the latest. */
export class LaunchedProcess {
  /** Resolves when the process and its children are gone and `log` has all their output. */
  readonly ended: Promise<Ending>;
  private readonly printed = new EventEmitter();
  private output = '';
  private ready: Ready = { urls: [], operationsUrl: '' };

  private constructor(
    private readonly main: string,
    private readonly child: ChildProcess,
    logFile: string | undefined,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        if (logFile !== undefined) appendFileSync(logFile, chunk);
        this.output = (this.output + chunk.toString()).slice(-MAX_OUTPUT_CHARACTERS);
        this.printed.emit('more');
      });
    this.ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as Ending);
  }

  /** Starts the process without waiting for it. */
  static launch(main: string, { environment, args = [], preload, logFile }: LaunchOptions): LaunchedProcess {
    const child = fork(main, args, {
      env: { ...allocatorSettings, ...process.env, ...environment },
      execArgv: [...nodeFlags, ...(preload ? [`--import=${preload.href}`] : [])],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new LaunchedProcess(main, child, logFile);
  }

  /** Resolves when the process reports that it is ready. Rejects with its output if it ends before. */
  static async start(main: string, options: LaunchOptions): Promise<LaunchedProcess> {
    const launched = LaunchedProcess.launch(main, options);
    const readiness = once(launched.child, 'message') as Promise<[Ready]>;
    [launched.ready] = await Promise.race([readiness, launched.failure()]);
    return launched;
  }

  /** Resolves when the process has printed `words`. Rejects if it ends before. */
  async says(words: string | RegExp): Promise<void> {
    const failure = this.failure();
    failure.catch(() => undefined);
    while (this.output.search(words) < 0) await Promise.race([once(this.printed, 'more'), failure]);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Address for clients; empty if it has none. */
  get url(): string {
    return this.ready.urls[0] ?? '';
  }

  /** Address of /readyz and /metrics. */
  get operationsUrl(): string {
    return this.ready.operationsUrl;
  }

  /** Its latest output, oldest first. */
  get log(): string {
    return this.output;
  }

  /** Sends a message and returns the next one that comes back. */
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
