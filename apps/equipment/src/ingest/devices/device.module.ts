import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest.module.js';
import { DeviceIngest } from './device-ingest.service.js';
import { DeviceRefusals } from './device-refusals.service.js';
import { DeviceListener } from './device-listener.service.js';

@Module({
  imports: [IngestModule],
  providers: [DeviceIngest, DeviceListener, DeviceRefusals],
})
export class DeviceModule {}
