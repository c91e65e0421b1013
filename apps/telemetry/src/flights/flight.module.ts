import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FlightMarkerRow } from './flight-marker.entity.js';
import { FlightShareRow } from './flight-share.entity.js';
import { FlightController } from './flight.controller.js';
import { Flight } from './flight.entity.js';
import { FlightService } from './flight.service.js';
import { FlightStore } from './flight.store.js';

@Module({
  imports: [Entities.forFeature([Flight, FlightMarkerRow, FlightShareRow])],
  controllers: [FlightController],
  providers: [FlightService, FlightStore],
  exports: [FlightService],
})
export class FlightModule {}
