import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AttendanceLogModule } from '../logs/attendance-log.module.js';
import { MaintenanceRunRow } from './maintenance-run.entity.js';
import { MaintenanceSteps } from './maintenance-steps.service.js';
import { MaintenanceController } from './maintenance.controller.js';
import { MaintenanceService } from './maintenance.service.js';
import { MaintenanceStore } from './maintenance.store.js';
import { MaintenanceWorker } from './maintenance.worker.js';
import { AuditCheck } from './tasks/audit-check.service.js';
import { DatabaseBackup } from './tasks/database-backup.service.js';
import { GalleryRebuild } from './tasks/gallery-rebuild.service.js';
import { LogCleanup } from './tasks/log-cleanup.service.js';

@Module({
  imports: [AttendanceLogModule, Entities.forFeature([MaintenanceRunRow])],
  controllers: [MaintenanceController],
  providers: [
    ...[AuditCheck, DatabaseBackup, GalleryRebuild, LogCleanup],
    ...[MaintenanceService, MaintenanceSteps, MaintenanceStore, MaintenanceWorker],
  ],
})
export class MaintenanceModule {}
