import { endOfDay, startOfDay } from '@argus/calendar';
import { type AuditLogQuery, DomainError, pageOfRows, offsetOf, type Page } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { actionsOf } from './audit-log-names.js';
import { AuditListStore, type ListedAuditEvent } from './audit-list.store.js';

/** Lists the audit for administrators. */
@Injectable()
export class AuditList {
  constructor(
    private readonly store: AuditListStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /** Newest first. @throws DomainError DATES_REVERSED; PAGE_NOT_FOUND beyond the last page, but never for the first */
  async list(query: AuditLogQuery): Promise<Page<ListedAuditEvent>> {
    const { date_from: first, date_to: last, time_zone = this.settings.SITE_TIME_ZONE } = query;
    if (first !== undefined && last !== undefined && first > last) throw new DomainError('DATES_REVERSED');
    const filter = {
      actions: query.action && actionsOf(query.action),
      account: query.user_id,
      severity: query.severity,
      success: query.success,
      family: query.family,
      from: first === undefined ? undefined : startOfDay(time_zone, first),
      until: last === undefined ? undefined : endOfDay(time_zone, last),
    };
    const rows = await this.store.list(filter, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }
}
