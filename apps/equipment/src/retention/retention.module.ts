import { Module } from '@nestjs/common';
import { ReadingModule } from '../readings/reading.module.js';
import { AlarmRetention } from './alarm-retention.service.js';
import { PurgeWorker } from './purge.worker.js';
import { RetentionClock } from './retention.clock.js';
import { RetentionStore } from './retention.store.js';
import { RetentionWorker } from './retention.worker.js';

@Module({
  imports: [ReadingModule],
  providers: [AlarmRetention, PurgeWorker, RetentionClock, RetentionStore, RetentionWorker],
})
export class RetentionModule {}
