import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest.module.js';
import { DeviceIngest } from './device-ingest.js';
import { DeviceListener } from './device-listener.js';

@Module({
  imports: [IngestModule],
  providers: [DeviceIngest, DeviceListener],
})
export class DeviceModule {}
