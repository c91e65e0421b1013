import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { AuditEvent } from './audit-event.entity.js';
import { AuditHead } from './audit-head.entity.js';
import { AuditList } from './audit-list.service.js';
import { AuditListStore } from './audit-list.store.js';
import { AuditLogController } from './audit-log.controller.js';
import { AuditLog } from './audit-log.service.js';
import { AuditRetention } from './audit-retention.clock.js';
import { AuditVerifier } from './audit-verifier.service.js';
import { AuditController } from './audit.controller.js';
import { AuditStore } from './audit.store.js';

@Module({
  imports: [Entities.forFeature([AuditEvent, AuditHead])],
  controllers: [AuditController, AuditLogController],
  providers: [AuditList, AuditListStore, AuditLog, AuditRetention, AuditStore, AuditVerifier],
  exports: [AuditLog, AuditVerifier],
})
export class AuditModule {}
