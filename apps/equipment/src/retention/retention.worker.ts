import { DAY_MS } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Works } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { FEED_RETENTION_DAYS } from '../history/feeds/feed-position.js';
import { ReadingPartitionStore } from '../readings/reading-partition.store.js';
import { AlarmRetention } from './alarm-retention.js';
import { deleteInParts } from './delete-in-parts.store.js';
import { retentionQueue } from '../machines/retention.queues.js';

/** Weeks that have their partition before they begin. */
export const WEEKS_AHEAD = 2;

@Injectable()
@Works(retentionQueue)
export class RetentionWorker {
  constructor(
    private readonly database: Database,
    private readonly partitions: ReadingPartitionStore,
    private readonly alarms: AlarmRetention,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async run(): Promise<void> {
    const oldest = new Date(Date.now() - this.settings.EQUIPMENT_RETENTION_DAYS * DAY_MS);
    await this.partitions.makeAhead(WEEKS_AHEAD);
    await this.partitions.dropBefore(oldest.getTime());
    await deleteInParts(this.database, 'rollup', 'starts_at < $1', oldest);
    await deleteInParts(this.database, 'measurement_rollup', 'starts_at < $1', oldest);
    await deleteInParts(this.database, 'production_count', 'from_at < $1', oldest);
    await deleteInParts(this.database, 'stop_explanation', 'from_at < $1', oldest);
    /* Readings go by whole weeks, and what was noted of them not before them. */
    const gone = new Date(oldest.getTime() - 7 * DAY_MS);
    await deleteInParts(this.database, 'unevaluated_reading', 'measured_at < $1', gone);
    await this.alarms.run();
    /* A day longer than cursors count. */
    const forgotten = new Date(Date.now() - (FEED_RETENTION_DAYS + 1) * DAY_MS);
    await deleteInParts(this.database, 'reading_batch', 'stored_at < $1', forgotten);
  }
}
