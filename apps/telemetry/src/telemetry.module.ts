import { Module } from '@nestjs/common';
import { FixationModule } from './fixations/fixation.module.js';
import { FlightModule } from './flights/flight.module.js';
import { RecordingModule } from './recordings/recording.module.js';
import { ScanModule } from './scans/scan.module.js';

@Module({ imports: [FixationModule, FlightModule, RecordingModule, ScanModule] })
export class TelemetryModule {}
