import {
  auditLogContract,
  type AuditLogQuery,
  type AuditLogView,
  instant,
  type Page,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import { nameOf } from './audit-log-names.js';
import { AuditList } from './audit-list.service.js';
import type { ListedAuditEvent } from './audit-list.store.js';

@Controller()
@Handles(auditLogContract)
export class AuditLogController {
  constructor(private readonly audit: AuditList) {}

  async list({ query }: { query: AuditLogQuery }): Promise<Page<AuditLogView>> {
    const { count, results } = await this.audit.list(query);
    return { count, results: results.map(view) };
  }
}

const view = (row: ListedAuditEvent): AuditLogView => ({
  id: row.position,
  timestamp: instant(row.at),
  action: nameOf(row.action),
  user_id: row.account,
  family: row.family,
  requested_by: row.actor,
  ip_address: row.clientAddress,
  user_agent: row.userAgent,
  success: row.success,
  severity: row.severity,
  request_id: row.requestId,
  details: row.details,
});
