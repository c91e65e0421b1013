import { Module } from '@nestjs/common';
import { MachineModule } from '../../machines/machine.module.js';
import { ExportService } from './export.service.js';
import { ExportStore } from './export.store.js';

@Module({
  imports: [MachineModule],
  providers: [ExportService, ExportStore],
  exports: [ExportService],
})
export class ExportModule {}
