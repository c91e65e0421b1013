import type { JobWithMetadata } from 'pg-boss';
import { WakeUp } from '../wake-up.js';
import type { QueueSpec } from './queue.js';

const POLL_MS = 1000;

interface Source {
  readonly fetch: (most: number) => Promise<JobWithMetadata[]>;
  /** Never rejects for a failed job; that is the queue's business. */
  readonly run: (job: JobWithMetadata) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Keeps up to `concurrency` jobs of a queue running; fetches when woken or a job ended, and polls as a safety net. */
export class QueueWorker {
  private readonly wakeUp = new WakeUp();
  private readonly atHand = new Set<Promise<void>>();
  private loop: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly queue: QueueSpec,
    private readonly source: Source,
  ) {}

  start(): void {
    this.loop ??= this.run();
  }

  wake(): void {
    this.wakeUp.wake();
  }

  wakeIn(milliseconds: number): void {
    setTimeout(() => this.wake(), milliseconds).unref();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await Promise.all(this.atHand);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const fetched = await this.fetchMore();
      const more = fetched > 0 && this.atHand.size < this.queue.concurrency;
      if (!more) await this.wakeUp.sleep(POLL_MS);
    }
  }

  private async fetchMore(): Promise<number> {
    const free = this.queue.concurrency - this.atHand.size;
    if (free === 0) return 0;
    try {
      const jobs = await this.source.fetch(free);
      for (const job of jobs) this.begin(job);
      return jobs.length;
    } catch (error) {
      this.source.onError(error);
      return 0;
    }
  }

  private begin(job: JobWithMetadata): void {
    const running = this.source
      .run(job)
      .catch(this.source.onError)
      .finally(() => {
        this.atHand.delete(running);
        this.wake();
      });
    this.atHand.add(running);
  }
}
