import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FlightModule } from '../flights/flight.module.js';
import { FlightShareController } from './flight-share.controller.js';
import { FlightShareRow } from './flight-share.entity.js';
import { FlightShareService } from './flight-share.service.js';
import { FlightShareStore } from './flight-share.store.js';

@Module({
  imports: [Entities.forFeature([FlightShareRow]), FlightModule],
  controllers: [FlightShareController],
  providers: [FlightShareService, FlightShareStore],
})
export class FlightShareModule {}
