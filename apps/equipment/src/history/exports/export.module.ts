import { Module } from '@nestjs/common';
import { ExportService } from './export.service.js';
import { ExportStore } from './export.store.js';

@Module({
  providers: [ExportService, ExportStore],
  exports: [ExportService],
})
export class ExportModule {}
