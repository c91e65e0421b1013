import { Database, Jobs } from '@argus/persistence';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ReadingPartitions } from '../readings/reading-partitions.js';
import { retentionQueue } from './retention.queues.js';
import { WEEKS_AHEAD } from './retention.worker.js';

const HOUR_MS = 3_600_000;

/** Sends the job of retention every hour; several replicas doing so do no harm. */
@Injectable()
export class RetentionClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RetentionClock.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly partitions: ReadingPartitions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.partitions.makeAhead(WEEKS_AHEAD);
    this.timer = setInterval(() => void this.send(), HOUR_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async send(): Promise<void> {
    try {
      if ((await this.jobs.depth(retentionQueue)) > 0) return;
      await this.database.transaction((tx) => this.jobs.send(tx, retentionQueue, {}));
    } catch (error) {
      this.logger.warn('The job of retention could not be sent; tried again in an hour', error);
    }
  }
}
