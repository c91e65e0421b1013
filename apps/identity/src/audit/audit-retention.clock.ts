import { Database, Sealer } from '@argus/persistence';
import { Every, type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { sealStart } from './audit-chain.js';
import { AuditStore } from './audit.store.js';

/* Nothing is appended while a part is deleted. */
const EVENTS_PER_DELETE = 5000;

/** Deletes audit events older than they are kept. The start of the rest is sealed, so the rest verifies. */
@Injectable()
export class AuditRetention {
  constructor(
    private readonly database: Database,
    private readonly store: AuditStore,
    private readonly sealer: Sealer,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  @Every(3_600_000, 'delete old audit events')
  async sweep(): Promise<void> {
    const { AUDIT_RETENTION_DAYS: days } = this.settings;
    if (days === undefined) return;
    while ((await this.deletePart(days)) > 0);
  }

  private deletePart(days: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      await this.store.lockHead(tx);
      const last = await this.store.lastOlderThan(tx, days, EVENTS_PER_DELETE);
      return last ? this.store.forget(tx, last, sealStart(this.sealer, last)) : 0;
    });
  }
}
