import { Module } from '@nestjs/common';
import { FixationModule } from './fixations/fixation.module.js';
import { FlightMarkerModule } from './flight-markers/flight-marker.module.js';
import { FlightShareModule } from './flight-shares/flight-share.module.js';
import { FlightModule } from './flights/flight.module.js';
import { RecordingModule } from './recordings/recording.module.js';
import { ScanModule } from './scans/scan.module.js';

@Module({
  imports: [FixationModule, FlightModule, FlightMarkerModule, FlightShareModule, RecordingModule, ScanModule],
})
export class TelemetryModule {}
