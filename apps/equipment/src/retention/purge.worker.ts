import { Database } from '@argus/persistence';
import type { Worker } from '@argus/service-kit';
import { Injectable } from '@nestjs/common';
import { deleteInParts } from './delete-in-parts.js';
import type { Purge } from '../machines/retention.queues.js';

@Injectable()
export class PurgeWorker implements Worker<Purge> {
  constructor(private readonly database: Database) {}

  async run({ equipmentId }: Purge): Promise<void> {
    await deleteInParts(this.database, 'reading', 'equipment_id = $1', equipmentId);
    await deleteInParts(this.database, 'rollup', 'equipment_id = $1', equipmentId);
  }
}
