import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { MachineModule } from '../machines/machine.module.js';
import { EquipmentMetrics } from './equipment-metrics.service.js';
import { NewReadingSignal } from './new-reading-signal.service.js';
import { ReadingBatch } from './reading-batch.entity.js';
import { ReadingBatchStore } from './reading-batch.store.js';
import { ReadingListService } from './reading-list.service.js';
import { ReadingPartitionStore } from './reading-partition.store.js';
import { Reading } from './reading.entity.js';
import { ReadingStore } from './reading.store.js';
import { ReadingWriter } from './reading-writer.service.js';
import { MeasurementRollup } from './rollups/measurement-rollup.entity.js';
import { MeasurementRollupStore } from './rollups/measurement-rollup.store.js';
import { Rollup } from './rollups/rollup.entity.js';
import { RollupStore } from './rollups/rollup.store.js';

@Module({
  imports: [MachineModule, Entities.forFeature([MeasurementRollup, Reading, ReadingBatch, Rollup])],
  providers: [
    EquipmentMetrics,
    MeasurementRollupStore,
    NewReadingSignal,
    ReadingBatchStore,
    ReadingListService,
    ReadingPartitionStore,
    ReadingStore,
    ReadingWriter,
    RollupStore,
  ],
  exports: [
    EquipmentMetrics,
    MeasurementRollupStore,
    NewReadingSignal,
    ReadingBatchStore,
    ReadingListService,
    ReadingPartitionStore,
    ReadingStore,
    ReadingWriter,
    RollupStore,
  ],
})
export class ReadingModule {}
