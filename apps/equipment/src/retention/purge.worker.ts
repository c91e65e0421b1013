import { Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { type Purge, purgeQueue } from '../machines/retention.queues.js';
import { RetentionStore } from './retention.store.js';

@Injectable()
@Works(purgeQueue)
export class PurgeWorker {
  constructor(private readonly store: RetentionStore) {}

  run({ equipmentId }: Purge): Promise<void> {
    return this.store.deleteMachine(equipmentId);
  }
}
