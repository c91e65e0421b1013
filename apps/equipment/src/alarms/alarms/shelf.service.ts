import type { Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { AlarmStore } from '../log/alarm.store.js';
import { AlarmActionService } from './alarm-action.service.js';

/** Brings shelved alarms back into view when their time is over. */
@Injectable()
export class ShelfService {
  constructor(
    private readonly database: Database,
    private readonly alarms: AlarmStore,
    private readonly actions: AlarmActionService,
  ) {}

  /** Whether there is anything to unshelve. */
  anyExpired(now: Instant): Promise<boolean> {
    return this.alarms.anyExpired(now);
  }

  /** Unshelves alarms whose time is over by `now`, at most `max`; returns their number. */
  async expire(now: Instant, max: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const expired = await this.alarms.lockExpired(tx, now, max);
      for (const alarm of expired)
        await this.actions.perform(tx, alarm, {
          action: 'unshelve',
          by: null,
          at: alarm.shelvedUntil!.exact,
        });
      return expired.length;
    });
  }
}
