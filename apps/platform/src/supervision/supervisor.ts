import type { Dependency, Pino } from '@argus/service-kit';

/** A server or a service that a supervisor keeps running. */
export interface Child<T> {
  readonly name: string;
  /**
   * Starts it, for the first time or again. Resolves when it can be used; rejects if it ends before. Afterwards calls `ended` with
   * how it ended, unless `stop` ended it.
   */
  start(ended: (how: string) => void): Promise<T>;
  /** Ends it in whichever state it is. */
  stop(): Promise<void>;
  /** Rejects with what it lacks although it runs. */
  check?(): Promise<void>;
}

export interface SupervisorOptions {
  readonly logger: Pick<Pino, 'error' | 'info'>;
  /** Called with a sentence when starting again is no use. */
  readonly giveUp: (reason: string) => void;
  readonly timing?: Timing;
}

export interface Timing {
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  /** A child that ran for so long has recovered: earlier failures no longer count. */
  readonly steadyMs: number;
  readonly maxFailures: number;
}

/* The pauses add up to 36 s, so that a cause which ends by itself, such as a full disk, has some time to do so. */
const usualTiming: Timing = { firstPauseMs: 500, maxPauseMs: 10_000, steadyMs: 10_000, maxFailures: 8 };

/** Starts a child again with growing pauses when it ends, and gives up after too many failures in a row. */
export class Supervisor<T = unknown> implements Dependency {
  private stopping = false;
  private failures = 0;
  /** Why it cannot be used; undefined while it runs. */
  private missing: string | undefined = 'not started yet';
  private attempt: Promise<unknown> = Promise.resolve();
  private pause: NodeJS.Timeout | undefined;
  private steady: NodeJS.Timeout | undefined;

  constructor(
    private readonly child: Child<T>,
    private readonly options: SupervisorOptions,
  ) {}

  get name(): string {
    return this.child.name;
  }

  /** Resolves when the child can be used. A first start that fails is not repeated. */
  start(): Promise<T> {
    return this.launch();
  }

  async check(): Promise<void> {
    if (this.missing !== undefined) throw new Error(this.missing);
    await this.child.check?.();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.pause);
    clearTimeout(this.steady);
    await this.child.stop();
    /* A start that was under way may have made a process meanwhile. */
    await this.attempt.catch(() => undefined);
    await this.child.stop();
  }

  private async launch(): Promise<T> {
    const { steadyMs } = this.timing;
    const startedAtMs = performance.now();
    const attempt = this.child.start((how) => this.failed(`${this.name} ended with ${how}`));
    this.attempt = attempt;
    const started = await attempt;
    this.missing = undefined;
    if (this.failures > 0)
      this.options.logger.info(
        `${this.name} runs again; its start took ${Math.round(performance.now() - startedAtMs)} ms`,
      );
    this.steady = setTimeout(() => (this.failures = 0), steadyMs);
    this.steady.unref();
    return started;
  }

  private failed(what: string): void {
    clearTimeout(this.steady);
    if (this.stopping) return;
    const { firstPauseMs, maxPauseMs, maxFailures } = this.timing;
    if (++this.failures >= maxFailures) {
      this.missing = what;
      this.options.giveUp(
        `${what}. It failed ${this.failures} times in a row and is not started again; the messages above say why.`,
      );
      return;
    }
    const pauseMs = Math.min(firstPauseMs * 2 ** (this.failures - 1), maxPauseMs);
    this.missing = `${what}; it is being started again (failure ${this.failures} of ${maxFailures})`;
    this.options.logger.error(`${what}; starting it again in ${pauseMs} ms`);
    this.pause = setTimeout(() => {
      this.launch().catch((error: unknown) =>
        this.failed(`${this.name} did not start: ${(error as Error).message}`),
      );
    }, pauseMs);
  }

  private get timing(): Timing {
    return this.options.timing ?? usualTiming;
  }
}
