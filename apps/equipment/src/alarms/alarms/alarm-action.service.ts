import { type AlarmAction, isOutOfView, nextState } from '@argus/alarms';
import { type AlarmState, DomainError, severities, Instant } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, AlarmEventStore } from '../log/alarm-event.store.js';
import { AlarmStore, type NamedAlarm } from '../log/alarm.store.js';
import { BreachStore } from '../log/breach.store.js';

/** What a person, or the timer of the shelf, wants of an alarm. */
export interface AlarmCommand {
  readonly action: AlarmAction | 'comment';
  /** Null where a timer does it. */
  readonly by: Actor | null;
  readonly comment?: string | null | undefined;
  /** Why the alarm goes out of view. */
  readonly reason?: string | undefined;
  readonly shelvedUntil?: Instant | undefined;
  /** When it happened; now unless stated. */
  readonly at?: Instant;
}

/** The one way in which people and the timer of the shelf change an alarm. */
@Injectable()
export class AlarmActionService {
  constructor(
    private readonly alarms: AlarmStore,
    private readonly breaches: BreachStore,
    private readonly events: AlarmEventStore,
  ) {}

  /**
   * The transaction must have locked the alarm. Throws ALARM_STATE where the state does not allow the action. A closed
   * alarm only takes comments; the next one of its rule and equipment may be open already.
   */
  async perform(tx: EntityManager, alarm: NamedAlarm, command: AlarmCommand): Promise<void> {
    const { action, by, reason, comment = null, at = Instant.now() } = command;
    const { id, ruleId, equipmentId, active, latching, severity, state } = alarm;
    const next = action === 'comment' ? state : nextState(state, action, { active, latching });
    if (next === undefined || (alarm.closedAt !== null && action !== 'comment'))
      throw new DomainError('ALARM_STATE');
    if (action !== 'comment') await this.move(tx, alarm, next, command);
    await this.events.append(tx, [
      {
        alarmId: id,
        ruleId,
        equipmentId,
        action,
        fromState: state,
        toState: next,
        severity,
        at,
        by,
        comment: reason ?? comment,
      },
    ]);
  }

  private async move(
    tx: EntityManager,
    alarm: NamedAlarm,
    state: AlarmState,
    command: AlarmCommand,
  ): Promise<void> {
    const isHidden = isOutOfView(state);
    await this.alarms.move(tx, alarm.id, {
      state,
      shelvedUntil: state === 'shelved' ? (command.shelvedUntil ?? alarm.shelvedUntil?.exact ?? null) : null,
      reason: isHidden ? (command.reason ?? alarm.reason) : null,
      ...(command.action === 'acknowledge' && { acknowledgedBy: command.by?.username ?? null }),
    });
    if (isOutOfView(alarm.state) && !isHidden && alarm.active) {
      const description = `${alarm.ruleName} (${severities[alarm.severity]}): still so after it was out of view`;
      await this.breaches.annunciate(tx, alarm, description);
    }
  }
}
