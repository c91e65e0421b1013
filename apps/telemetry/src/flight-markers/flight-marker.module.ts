import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FlightModule } from '../flights/flight.module.js';
import { FlightMarkerController } from './flight-marker.controller.js';
import { FlightMarkerRow } from './flight-marker.entity.js';
import { FlightMarkerService } from './flight-marker.service.js';
import { FlightMarkerStore } from './flight-marker.store.js';

@Module({
  imports: [Entities.forFeature([FlightMarkerRow]), FlightModule],
  controllers: [FlightMarkerController],
  providers: [FlightMarkerService, FlightMarkerStore],
})
export class FlightMarkerModule {}
