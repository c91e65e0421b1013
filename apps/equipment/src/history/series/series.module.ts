import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ReadingModule } from '../../readings/reading.module.js';
import { ExportModule } from '../exports/export.module.js';
import { FeedModule } from '../feeds/feed.module.js';
import { MeasurementSeriesStore } from './measurement-series.store.js';
import { SeriesController } from './series.controller.js';
import { SeriesService } from './series.service.js';
import { SeriesStore } from './series.store.js';

@Module({
  imports: [ExportModule, FeedModule, MachineModule, ReadingModule],
  controllers: [SeriesController],
  providers: [MeasurementSeriesStore, SeriesService, SeriesStore],
})
export class SeriesModule {}
