import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { FlightController } from './flight.controller.js';
import { Flight } from './flight.entity.js';
import { FlightService } from './flight.service.js';
import { FlightStore } from './flight.store.js';

@Module({
  imports: [Entities.forFeature([Flight])],
  controllers: [FlightController],
  providers: [FlightService, FlightStore],
  exports: [FlightService],
})
export class FlightModule {}
