import { Module } from '@nestjs/common';
import { alarmProviders } from './alarm.providers.js';
import { AlertController } from './alerts/alert.controller.js';
import { AlertService } from './alerts/alert.service.js';
import { AlertStore } from './alerts/alert.store.js';
import { BatchController } from './batches/batch.controller.js';
import { BatchService } from './batches/batch.service.js';
import { DeviceIngest } from './devices/device-ingest.js';
import { DeviceListener } from './devices/device-listener.js';
import { EquipmentReferences } from './equipment/equipment-references.js';
import { EquipmentController } from './equipment/equipment.controller.js';
import { EquipmentService } from './equipment/equipment.service.js';
import { EquipmentStore } from './equipment/equipment.store.js';
import { ExportService } from './exports/export.service.js';
import { ExportStore } from './exports/export.store.js';
import { FeedCursors } from './feeds/feed-position.js';
import { FeedService } from './feeds/feed.service.js';
import { FeedStore } from './feeds/feed.store.js';
import { Pulse } from './feeds/pulse.js';
import { SeriesController } from './series/series.controller.js';
import { SeriesService } from './series/series.service.js';
import { SeriesStore } from './series/series.store.js';
import { oeeProviders } from './oee.providers.js';
import { ReadingIngest } from './readings/reading-ingest.js';
import { ReadingPartitions } from './readings/reading-partitions.js';
import { ReadingController } from './readings/reading.controller.js';
import { ReadingListService } from './readings/reading-list.service.js';
import { ReadingService } from './readings/reading.service.js';
import { ReadingStore } from './readings/reading.store.js';
import { ReadingWriter } from './readings/reading.writer.js';
import { PurgeWorker } from './retention/purge.worker.js';
import { AlarmRetention } from './retention/alarm-retention.js';
import { RetentionClock } from './retention/retention-clock.js';
import { RetentionWorker } from './retention/retention.worker.js';
import { RollupStore } from './rollups/rollup.store.js';
import { TrendController } from './trends/trend.controller.js';
import { TrendService } from './trends/trend.service.js';
import { TrendStore } from './trends/trend.store.js';

@Module({
  providers: [
    ...alarmProviders,
    ...oeeProviders,
    AlertController,
    AlertService,
    AlertStore,
    BatchController,
    BatchService,
    DeviceIngest,
    DeviceListener,
    EquipmentController,
    EquipmentReferences,
    EquipmentService,
    EquipmentStore,
    ExportService,
    ExportStore,
    FeedCursors,
    FeedService,
    FeedStore,
    Pulse,
    PurgeWorker,
    ReadingController,
    ReadingIngest,
    ReadingListService,
    ReadingPartitions,
    ReadingService,
    ReadingStore,
    ReadingWriter,
    AlarmRetention,
    RetentionClock,
    RetentionWorker,
    RollupStore,
    SeriesController,
    SeriesService,
    SeriesStore,
    TrendController,
    TrendService,
    TrendStore,
  ],
})
export class EquipmentModule {}
