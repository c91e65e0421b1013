import { DAY_MS } from '@argus/contracts';
import { Works } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { type EquipmentSettings, equipmentSettings } from '../equipment.settings.js';
import { FEED_RETENTION_DAYS } from '../history/feeds/feed-position.service.js';
import { ReadingPartitionStore } from '../readings/reading-partition.store.js';
import { AlarmRetention } from './alarm-retention.service.js';
import { retentionQueue } from '../machines/retention.queues.js';
import { RetentionStore } from './retention.store.js';

/** Weeks whose partitions are made before they begin. */
export const WEEKS_AHEAD = 2;

@Injectable()
@Works(retentionQueue)
export class RetentionWorker {
  constructor(
    private readonly store: RetentionStore,
    private readonly partitions: ReadingPartitionStore,
    private readonly alarms: AlarmRetention,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  async run(): Promise<void> {
    const oldest = new Date(Date.now() - this.settings.EQUIPMENT_RETENTION_DAYS * DAY_MS);
    await this.partitions.makeAhead(WEEKS_AHEAD);
    await this.partitions.dropBefore(oldest.getTime());
    await this.store.deleteRollupsBefore(oldest);
    await this.store.deleteProductionBefore(oldest);
    /* Readings are dropped by whole weeks; notes about them must not go before them. */
    await this.store.deleteUnevaluatedBefore(new Date(oldest.getTime() - 7 * DAY_MS));
    await this.alarms.run();
    /* A day longer than feed cursors are valid. */
    await this.store.deleteFollowedBefore(new Date(Date.now() - (FEED_RETENTION_DAYS + 1) * DAY_MS));
  }
}
