import { Module } from '@nestjs/common';
import { alarmProviders } from './alarm.providers.js';
import { AlertController } from './alarms/alerts/alert.controller.js';
import { AlertService } from './alarms/alerts/alert.service.js';
import { AlertStore } from './alarms/alerts/alert.store.js';
import { BatchController } from './ingest/batches/batch.controller.js';
import { BatchService } from './ingest/batches/batch.service.js';
import { DeviceIngest } from './ingest/devices/device-ingest.js';
import { DeviceListener } from './ingest/devices/device-listener.js';
import { EquipmentReferences } from './machines/equipment-references.js';
import { EquipmentController } from './machines/equipment.controller.js';
import { EquipmentService } from './machines/equipment.service.js';
import { EquipmentStore } from './machines/equipment.store.js';
import { ExportService } from './history/exports/export.service.js';
import { ExportStore } from './history/exports/export.store.js';
import { FeedCursors } from './history/feeds/feed-position.js';
import { FeedService } from './history/feeds/feed.service.js';
import { FeedStore } from './history/feeds/feed.store.js';
import { MeasurementStore } from './machines/measurement.store.js';
import { MeasurementController } from './measurements/measurement.controller.js';
import { MeasurementService } from './measurements/measurement.service.js';
import { Pulse } from './readings/pulse.js';
import { SeriesController } from './history/series/series.controller.js';
import { SeriesService } from './history/series/series.service.js';
import { SeriesStore } from './history/series/series.store.js';
import { oeeProviders } from './oee.providers.js';
import { ReadingIngest } from './ingest/reading-ingest.js';
import { ReadingPartitions } from './readings/reading-partitions.js';
import { ReadingController } from './ingest/reading.controller.js';
import { ReadingListService } from './readings/reading-list.service.js';
import { ReadingService } from './ingest/reading.service.js';
import { ReadingStore } from './readings/reading.store.js';
import { ReadingWriter } from './readings/reading.writer.js';
import { PurgeWorker } from './retention/purge.worker.js';
import { AlarmRetention } from './retention/alarm-retention.js';
import { RetentionClock } from './retention/retention-clock.js';
import { RetentionWorker } from './retention/retention.worker.js';
import { RollupStore } from './readings/rollups/rollup.store.js';
import { TrendController } from './history/trends/trend.controller.js';
import { TrendService } from './history/trends/trend.service.js';
import { TrendStore } from './history/trends/trend.store.js';

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
    MeasurementController,
    MeasurementService,
    MeasurementStore,
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
