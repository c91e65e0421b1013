/** A dependency that requests need. */
export interface Dependency {
  /** Its name in the reply, e.g. `attendance: database`. */
  readonly name: string;
  /** Rejects with the reason when it does not work. */
  check(): Promise<void>;
}

export interface ReadinessReport {
  readonly ready: boolean;
  readonly status: 'starting' | 'ready' | 'not ready' | 'draining';
  /** Reasons by name of the dependency. */
  readonly failing: Readonly<Record<string, string>>;
}

const cacheMs = 1_000;
const checkTimeoutMs = 2_000;

/** Whether this process should get traffic. Never depends on another service: outages must not cascade. */
export class Readiness {
  #phase: 'starting' | 'started' | 'draining' = 'starting';
  #dependencies: readonly Dependency[] = [];
  #cached: { at: number; report: Promise<ReadinessReport> } | undefined;

  started(dependencies: readonly Dependency[]): void {
    this.#dependencies = dependencies;
    this.#phase = 'started';
  }

  draining(): void {
    this.#phase = 'draining';
  }

  /** Checks the dependencies at most once a second, for any number of requests. */
  report(now = performance.now()): Promise<ReadinessReport> {
    if (this.#phase !== 'started') {
      return Promise.resolve({ ready: false, status: this.#phase, failing: {} });
    }
    if (!this.#cached || now - this.#cached.at >= cacheMs) {
      this.#cached = { at: now, report: this.#check() };
    }
    return this.#cached.report;
  }

  async #check(): Promise<ReadinessReport> {
    const answers = await Promise.all(
      this.#dependencies.map(async (dependency) => {
        try {
          await withinLimit(dependency.check());
          return [];
        } catch (error) {
          return [
            [dependency.name, error instanceof Error ? error.message || error.name : 'failed'] as const,
          ];
        }
      }),
    );
    const failing = Object.fromEntries(answers.flat());
    const ready = Object.keys(failing).length === 0;
    return { ready, status: ready ? 'ready' : 'not ready', failing };
  }
}

async function withinLimit(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), checkTimeoutMs);
  });
  try {
    await Promise.race([check, limit]);
  } finally {
    clearTimeout(timer);
  }
}
