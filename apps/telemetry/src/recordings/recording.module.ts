import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FixationModule } from '../fixations/fixation.module.js';
import { FlightModule } from '../flights/flight.module.js';
import { RecordingController } from './recording.controller.js';
import { Recording } from './recording.entity.js';
import { RecordingService } from './recording.service.js';
import { RecordingStore } from './recording.store.js';

@Module({
  imports: [Entities.forFeature([Recording]), FixationModule, FlightModule],
  controllers: [RecordingController],
  providers: [RecordingService, RecordingStore],
  exports: [RecordingService],
})
export class RecordingModule {}
