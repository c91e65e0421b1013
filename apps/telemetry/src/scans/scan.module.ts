import { Module } from '@nestjs/common';
import { RecordingModule } from '../recordings/recording.module.js';
import { ScanController } from './scan.controller.js';
import { ScanService } from './scan.service.js';
import { ScanStore } from './scan.store.js';

@Module({
  imports: [RecordingModule],
  controllers: [ScanController],
  providers: [ScanService, ScanStore],
})
export class ScanModule {}
