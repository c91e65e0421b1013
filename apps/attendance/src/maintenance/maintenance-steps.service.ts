import type { MaintenanceTask } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { MaintenanceStep } from './tasks/maintenance-step.js';
import { AuditCheck } from './tasks/audit-check.service.js';
import { DatabaseBackup } from './tasks/database-backup.service.js';
import { GalleryRebuild } from './tasks/gallery-rebuild.service.js';
import { LogCleanup } from './tasks/log-cleanup.service.js';

/** Who does which task. */
@Injectable()
export class MaintenanceSteps {
  private readonly steps: Readonly<Record<MaintenanceTask, MaintenanceStep>>;

  constructor(logs: LogCleanup, backup: DatabaseBackup, audit: AuditCheck, gallery: GalleryRebuild) {
    this.steps = {
      cleanup_old_logs: logs,
      backup_database: backup,
      verify_audit: audit,
      rebuild_gallery: gallery,
    };
  }

  of(task: MaintenanceTask): MaintenanceStep {
    return this.steps[task];
  }
}
