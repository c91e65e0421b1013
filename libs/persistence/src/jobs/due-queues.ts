import type { Database } from '../database/database.js';
import { WakeUp } from '../wake-up.js';

const POLL_MS = 1000;

interface Source {
  /** Names of the queues that this process works on. */
  readonly queues: () => readonly string[];
  readonly wake: (queue: string) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Wakes the workers of queues in which a job is due that nobody woke them for: one of another replica, or one that is tried again. It asks
 * for all queues of a service at once, since a fetch of pg-boss is long SQL that is planned each time.
 */
export class DueQueues {
  private readonly wakeUp = new WakeUp();
  private loop: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly jobsSchema: string,
    private readonly source: Source,
  ) {}

  start(): void {
    this.loop ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.wakeUp.sleep(POLL_MS);
      if (this.stopping) return;
      try {
        for (const queue of await this.due()) this.source.wake(queue);
      } catch (error) {
        this.source.onError(error);
      }
    }
  }

  /** The condition is that of the index by which pg-boss fetches. */
  private async due(): Promise<string[]> {
    const rows = await this.database.prepared<{ name: string }>(
      'jobs-due',
      `SELECT queue.name FROM unnest($1::text[]) AS queue (name)
        WHERE EXISTS (SELECT 1 FROM ${this.jobsSchema}.job j
                       WHERE j.name = queue.name AND j.state < 'active' AND NOT j.blocked AND j.start_after <= now())`,
      [this.source.queues()],
    );
    return rows.map(({ name }) => name);
  }
}
