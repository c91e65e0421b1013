import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { Pulse } from './pulse.js';
import { ReadingBatch } from './reading-batch.entity.js';
import { ReadingListService } from './reading-list.service.js';
import { ReadingPartitions } from './reading-partitions.js';
import { Reading } from './reading.entity.js';
import { ReadingStore } from './reading.store.js';
import { ReadingWriter } from './reading.writer.js';
import { Rollup } from './rollups/rollup.entity.js';
import { RollupStore } from './rollups/rollup.store.js';

@Module({
  imports: [Entities.forFeature([Reading, ReadingBatch, Rollup])],
  providers: [Pulse, ReadingListService, ReadingPartitions, ReadingStore, ReadingWriter, RollupStore],
  exports: [Pulse, ReadingListService, ReadingPartitions, ReadingStore, ReadingWriter, RollupStore],
})
export class ReadingModule {}
