import { Database } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { deleteInParts } from './delete-in-parts.store.js';
import { type Purge, purgeQueue } from '../machines/retention.queues.js';

@Injectable()
@Works(purgeQueue)
export class PurgeWorker {
  constructor(private readonly database: Database) {}

  async run({ equipmentId }: Purge): Promise<void> {
    await deleteInParts(this.database, 'reading', 'equipment_id = $1', equipmentId);
    await deleteInParts(this.database, 'rollup', 'equipment_id = $1', equipmentId);
    await deleteInParts(this.database, 'measurement_rollup', 'equipment_id = $1', equipmentId);
  }
}
