import {
  alarmChanged,
  type AlarmEventAction,
  type AlarmEventView,
  type AlarmState,
  instant,
  offsetOf,
  type Page,
  type PageQuery,
  severities,
  type Instant,
} from '@argus/contracts';
import { Database, Outbox } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NewAlarmSignal } from './new-alarm-signal.service.js';
import type { AlarmEvent } from './alarm-event.entity.js';

export interface Actor {
  readonly accountId: number;
  readonly username: string;
}

/** Something that happened to an alarm. */
export interface NewAlarmEvent {
  readonly alarmId: number;
  readonly ruleId: number;
  readonly equipmentId: number;
  readonly action: AlarmEventAction;
  readonly fromState: AlarmState;
  readonly toState: AlarmState;
  /** Index in `severities`. */
  readonly severity: number;
  readonly at: Instant;
  /** Null where the process or a timer did it. */
  readonly by: Actor | null;
  readonly comment: string | null;
}

type EventRow = Pick<
  AlarmEvent,
  'action' | 'fromState' | 'toState' | 'severity' | 'at' | 'recordedAt' | 'username' | 'comment'
>;

/** The history of alarms: the one writer of alarm events, in the table and on the bus. */
@Injectable()
export class AlarmEventStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly newAlarms: NewAlarmSignal,
  ) {}

  async append(tx: EntityManager, events: readonly NewAlarmEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.database.sendIn(
      tx,
      'alarm-event.insert',
      `INSERT INTO alarm_event (xid, alarm_id, action, from_state, to_state, severity, at, account_id, username, comment)
       SELECT pg_current_xact_id()::text::bigint, alarm_id, action, from_state, to_state, severity, at, account_id, username, comment
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[], $7::bigint[],
                     $8::text[], $9::text[]) WITH ORDINALITY
              AS n (alarm_id, action, from_state, to_state, severity, at, account_id, username, comment, place)
        ORDER BY place`,
      [
        events.map(({ alarmId }) => alarmId),
        events.map(({ action }) => action),
        events.map(({ fromState }) => fromState),
        events.map(({ toState }) => toState),
        events.map(({ severity }) => severity),
        events.map(({ at }) => at),
        events.map(({ by }) => by?.accountId ?? null),
        events.map(({ by }) => by?.username ?? null),
        events.map(({ comment }) => comment),
      ],
    );
    this.database.afterCommit(tx, () => this.newAlarms.wake());
    await this.outbox.appendAll(
      tx,
      alarmChanged,
      events.map(({ alarmId, ruleId, equipmentId, action, fromState, toState, severity, at, by }) => ({
        alarm_id: alarmId,
        rule_id: ruleId,
        equipment_id: equipmentId,
        action,
        from_state: fromState,
        to_state: toState,
        severity: severities[severity]!,
        at: instant(at),
        username: by?.username ?? null,
      })),
    );
  }

  /** Newest first. */
  async list(alarmId: number, page: PageQuery): Promise<Page<AlarmEventView>> {
    const [total] = await this.database.query<{ count: number }>(
      'SELECT count(*) FROM alarm_event WHERE alarm_id = $1',
      [alarmId],
    );
    const rows = await this.database.query<EventRow>(
      `SELECT action, from_state AS "fromState", to_state AS "toState", severity, at, recorded_at AS "recordedAt",
              username, comment FROM alarm_event
        WHERE alarm_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [alarmId, page.page_size, offsetOf(page)],
    );
    return { count: total!.count, results: rows.map(viewOf) };
  }
}

const viewOf = ({
  action,
  fromState,
  toState,
  severity,
  at,
  recordedAt,
  ...who
}: EventRow): AlarmEventView => ({
  action,
  from_state: fromState,
  to_state: toState,
  severity: severities[severity]!,
  at: instant(at),
  recorded_at: instant(recordedAt),
  ...who,
});
