import type { JobWithMetadata } from 'pg-boss';
import { WakeUp } from '../wake-up.js';
import type { QueueSpec } from './queue.js';

interface Source {
  readonly fetch: (max: number) => Promise<JobWithMetadata[]>;
  /** Never rejects for a failed job: the queue handles failures. */
  readonly run: (job: JobWithMetadata) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Runs up to `concurrency` jobs of a queue. Fetches when woken or when a job ended; `DueQueues` is the safety net. */
export class QueueWorker {
  private readonly wakeUp = new WakeUp();
  private readonly running = new Set<Promise<void>>();
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
    await Promise.all(this.running);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const fetched = await this.fetchMore();
      const more = fetched > 0 && this.running.size < this.queue.concurrency;
      if (!more) await this.wakeUp.sleep();
    }
  }

  private async fetchMore(): Promise<number> {
    const free = this.queue.concurrency - this.running.size;
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
    const attempt = this.source
      .run(job)
      .catch(this.source.onError)
      .finally(() => {
        this.running.delete(attempt);
        this.wake();
      });
    this.running.add(attempt);
  }
}
