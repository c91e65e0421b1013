import { Module } from '@nestjs/common';
import { EvaluationModule } from '../alarms/evaluation/evaluation.module.js';
import { MachineModule } from '../machines/machine.module.js';
import { ReadingModule } from '../readings/reading.module.js';
import { IngestMetrics } from './ingest-metrics.service.js';
import { LateReadings } from './late-readings.service.js';
import { ReadingIngest } from './reading-ingest.service.js';
import { ReadingController } from './reading.controller.js';
import { ReadingService } from './reading.service.js';

@Module({
  imports: [EvaluationModule, MachineModule, ReadingModule],
  controllers: [ReadingController],
  providers: [IngestMetrics, LateReadings, ReadingIngest, ReadingService],
  exports: [ReadingIngest],
})
export class IngestModule {}
