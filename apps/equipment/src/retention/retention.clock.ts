import { Database, Jobs } from '@argus/persistence';
import { Every } from '@argus/service-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ReadingPartitionStore } from '../readings/reading-partition.store.js';
import { retentionQueue } from '../machines/retention.queues.js';
import { WEEKS_AHEAD } from './retention.worker.js';

/** Sends the retention job, which one replica runs; it does no harm if several replicas send it. */
@Injectable()
export class RetentionClock implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly partitions: ReadingPartitionStore,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.partitions.makeAhead(WEEKS_AHEAD);
  }

  @Every(3_600_000, 'send the retention job')
  async send(): Promise<void> {
    if ((await this.jobs.depth(retentionQueue)) > 0) return;
    await this.database.transaction((tx) => this.jobs.send(tx, retentionQueue, {}));
  }
}
