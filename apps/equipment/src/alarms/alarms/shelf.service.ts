import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { AlarmActions } from './alarm.actions.js';
import { AlarmStore } from './alarm.store.js';

/** Brings shelved alarms back when their time is over. */
@Injectable()
export class ShelfService {
  constructor(
    private readonly database: Database,
    private readonly store: AlarmStore,
    private readonly actions: AlarmActions,
  ) {}

  /** Those whose time is over by then; their number, at most `most`. */
  async expire(now: Date, most: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await this.database.preparedIn<{ id: number; shelved_until: Date }>(
        tx,
        'alarm.shelf-due',
        `SELECT id::float8 AS id, shelved_until FROM alarm WHERE shelved_until <= $1 AND state = 'shelved'
          ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [now, most],
      );
      for (const { id, shelved_until } of due) {
        const alarm = await this.store.lock(tx, id);
        if (alarm) await this.actions.perform(tx, alarm, { action: 'unshelve', by: null, at: shelved_until });
      }
      return due.length;
    });
  }
}
