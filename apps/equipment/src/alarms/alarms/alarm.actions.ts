import { type AlarmAction, isOpen, isOutOfView, nextState } from '@argus/alarms';
import { alarmChanged, type AlarmState, DomainError, instant, severities } from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlertStore } from '../alerts/alert.store.js';
import type { AlarmRecord } from './alarm.store.js';

export interface Actor {
  readonly accountId: number;
  readonly username: string;
}

export interface Act {
  readonly action: AlarmAction | 'comment';
  /** Null where a timer does it. */
  readonly by: Actor | null;
  readonly comment?: string | null | undefined;
  /** Why it goes out of view. */
  readonly reason?: string | undefined;
  readonly shelvedUntil?: Date | undefined;
  /** When it happened; now unless stated. */
  readonly at?: Date;
}

/** What people, and the timer of the shelf, do to an alarm: one way for all of it. */
@Injectable()
export class AlarmActions {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
    private readonly outbox: Outbox,
  ) {}

  /**
   * The alarm is locked by the transaction. Throws ALARM_STATE where its state does not allow the action: one that is
   * closed is history, only commented on; the next one of its rule and equipment may be open already.
   */
  async perform(tx: EntityManager, alarm: AlarmRecord, act: Act): Promise<void> {
    const { action, by, comment = null, at = new Date() } = act;
    const { active, latching, state, closed_at } = alarm;
    const next = action === 'comment' ? state : nextState(state, action, { active, latching });
    if (next === undefined || (closed_at !== null && action !== 'comment'))
      throw new DomainError('ALARM_STATE');
    if (action !== 'comment') await this.move(tx, alarm, next, act);
    await tx.query(
      `INSERT INTO alarm_event (alarm_id, action, from_state, to_state, severity, at, account_id, username, comment)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        alarm.id,
        action,
        state,
        next,
        alarm.severity,
        at,
        by?.accountId ?? null,
        by?.username ?? null,
        act.reason ?? comment,
      ],
    );
    await this.outbox.append(tx, alarmChanged, {
      alarm_id: alarm.id,
      rule_id: alarm.rule_id,
      equipment_id: alarm.equipment_id,
      action,
      from_state: state,
      to_state: next,
      severity: severities[alarm.severity]!,
      at: instant(at),
      username: by?.username ?? null,
    });
  }

  private async move(tx: EntityManager, alarm: AlarmRecord, next: AlarmState, act: Act): Promise<void> {
    const hidden = isOutOfView(next);
    const acknowledges = act.action === 'acknowledge';
    await this.database.preparedIn(
      tx,
      'alarm.act',
      `UPDATE alarm SET state = $2, closed_at = CASE WHEN $3 THEN NULL ELSE now() END,
              acknowledged_at = CASE WHEN $4 THEN now() ELSE acknowledged_at END,
              acknowledged_by = CASE WHEN $4 THEN $5 ELSE acknowledged_by END,
              shelved_until = $6, reason = $7
        WHERE id = $1`,
      [
        alarm.id,
        next,
        isOpen(next),
        acknowledges,
        act.by?.username ?? null,
        next === 'shelved' ? (act.shelvedUntil ?? alarm.shelved_until) : null,
        hidden ? (act.reason ?? alarm.reason) : null,
      ],
    );
    if (isOutOfView(alarm.state) && !hidden && alarm.active) await this.bringIntoView(tx, alarm);
  }

  /** A breach that rose out of view and still lasts alerts now. */
  private async bringIntoView(tx: EntityManager, alarm: AlarmRecord): Promise<void> {
    const [breach] = await this.database.preparedIn<{ id: number; raised_at: Date }>(
      tx,
      'breach.into-view',
      `UPDATE breach SET annunciated = true
        WHERE alarm_id = $1 AND returned_at IS NULL AND withdrawn_at IS NULL AND NOT annunciated
       RETURNING id::float8 AS id, raised_at`,
      [alarm.id],
    );
    if (!breach) return;
    const description = `${alarm.rule_name} (${severities[alarm.severity]}): still so after it was out of view`;
    const [alertId] = await this.alerts.raise(tx, [
      { equipmentId: alarm.equipment_id, at: breach.raised_at.getTime(), description },
    ]);
    await tx.query('UPDATE breach SET alert_id = $2 WHERE id = $1', [breach.id, alertId]);
  }
}
