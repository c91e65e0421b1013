import {
  type AlarmFeedEvent,
  type FollowAlarmsQuery,
  instant,
  type RemovedAlarms,
  severities,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { behind, type FeedPosition } from '../../history/feeds/feed-position.service.js';
import type { FeedPage } from '../../history/feeds/feed.js';
import { LAST_REMOVED, RemovedEquipmentStore } from '../../machines/removed-equipment.store.js';
import type { AlarmEvent } from './alarm-event.entity.js';

type EventRow = Omit<AlarmEvent, 'alarm' | 'alarmId' | 'accountId'> &
  Record<'alarmId' | 'ruleId' | 'equipmentId', number> & { readonly ruleName: string };

const EVENTS_PER_PAGE = 500;
const XMIN = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

const RULE_NAME = `(SELECT definition->>'name' FROM rule_version v
  WHERE v.rule_id = a.rule_id AND (v.id = a.rule_version_id OR a.rule_version_id IS NULL) ORDER BY version DESC LIMIT 1)`;

/** Reads the history of all alarms in the order in which transactions are known to be complete (ADR 22). */
@Injectable()
export class AlarmFeedStore {
  constructor(
    private readonly database: Database,
    private readonly removed: RemovedEquipmentStore,
  ) {}

  async after(
    { xid, id }: FeedPosition,
    complete: number,
    { equipment, rule, severity, action }: FollowAlarmsQuery,
  ): Promise<FeedPage<AlarmFeedEvent, RemovedAlarms>> {
    const events = await this.database.prepared<EventRow>(
      'alarm-feed.after',
      `SELECT e.xid, e.id, e.action, e.from_state AS "fromState", e.to_state AS "toState", e.severity, e.at,
              e.recorded_at AS "recordedAt", e.username, e.comment, a.id AS "alarmId", a.rule_id AS "ruleId",
              a.equipment_id AS "equipmentId", ${RULE_NAME} AS "ruleName"
         FROM alarm_event e JOIN alarm a ON a.id = e.alarm_id
        WHERE e.xid >= $1 AND (e.xid > $1 OR e.id > $2) AND e.xid <= $7
          AND ($3::bigint IS NULL OR a.equipment_id = $3) AND ($4::bigint IS NULL OR a.rule_id = $4)
          AND ($5::smallint IS NULL OR e.severity >= $5) AND ($6::text IS NULL OR e.action = $6)
        ORDER BY e.xid, e.id LIMIT ${EVENTS_PER_PAGE}`,
      [xid, id, equipment, rule, severity && severities.indexOf(severity), action, complete],
    );
    const last = events.length === EVENTS_PER_PAGE ? events.at(-1) : undefined;
    const position = last ? { xid: last.xid!, id: last.id } : behind(complete, { xid, id });
    const removed = await this.removed.within({ after: xid, upTo: position.xid }, equipment);
    return {
      removed: removed.map((removedId) => ({ equipment: removedId })),
      events: events.map(viewOf),
      position,
      hasMore: last !== undefined,
    };
  }

  /** Returns a text that changes whenever an event or the removal of a machine becomes complete. */
  async lastComplete(): Promise<string | undefined> {
    const [row] = await this.database.prepared<{ seen: string }>(
      'alarm-feed.last-complete',
      `SELECT concat_ws(' ', ${LAST_REMOVED}, (
         SELECT xid || ' ' || id FROM alarm_event WHERE xid < ${XMIN} ORDER BY xid DESC, id DESC LIMIT 1)) AS seen`,
    );
    return row?.seen;
  }
}

const viewOf = (row: EventRow): AlarmFeedEvent => ({
  alarm: row.alarmId,
  rule: row.ruleId,
  rule_name: row.ruleName,
  equipment: row.equipmentId,
  action: row.action,
  from_state: row.fromState,
  to_state: row.toState,
  severity: severities[row.severity]!,
  at: instant(row.at),
  recorded_at: instant(row.recordedAt),
  username: row.username,
  comment: row.comment,
});
