import { isOpen } from '@argus/alarms';
import {
  type AlarmQuery,
  type AlarmState,
  type AlarmView,
  instant,
  instantOrNull,
  offsetOf,
  type Page,
  severities,
  type Instant,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import type { Alarm } from './alarm.entity.js';

/** An alarm with the name of its rule. */
export type NamedAlarm = Omit<Alarm, 'rule' | 'equipment'> & { readonly ruleName: string };

/** What the history needs to know of an open alarm. */
export type OpenAlarm = Pick<Alarm, 'ruleId' | 'equipmentId' | 'state' | 'severity'> & {
  readonly alarmId: number;
};

/** What an action of a person or of the shelf's timer sets. */
export interface AlarmMove {
  readonly state: AlarmState;
  readonly shelvedUntil: Instant | null;
  /** Why the alarm is out of view. */
  readonly reason: string | null;
  /** Present where the alarm is acknowledged; null where a timer did it. */
  readonly acknowledgedBy?: string | null;
}

const COLUMNS = `a.id, a.rule_id AS "ruleId", a.rule_version_id AS "ruleVersionId", a.equipment_id AS "equipmentId", a.state, a.active,
  a.latching, a.severity, a.breaches, a.raised_at AS "raisedAt", a.returned_at AS "returnedAt",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy", a.shelved_until AS "shelvedUntil",
  a.reason, a.opened_at AS "openedAt", a.closed_at AS "closedAt",
  (SELECT definition->>'name' FROM rule_version v WHERE v.rule_id = a.rule_id AND (v.id = a.rule_version_id OR a.rule_version_id IS NULL)
    ORDER BY version DESC LIMIT 1) AS "ruleName"`;

const FILTER = `($1::text IS NULL OR a.state = $1) AND ($2::boolean IS NULL OR (a.closed_at IS NULL) = $2)
  AND ($3::boolean IS NULL OR a.active = $3) AND ($4::smallint IS NULL OR a.severity = $4)
  AND ($5::bigint IS NULL OR a.equipment_id = $5) AND ($6::bigint IS NULL OR a.rule_id = $6)`;

/** Alarms as people see and change them, one at a time. */
@Injectable()
export class AlarmStore {
  constructor(private readonly database: Database) {}

  async list(query: AlarmQuery): Promise<Page<AlarmView>> {
    const { state, open, active, severity, equipment, rule } = query;
    const level = severity === undefined ? undefined : severities.indexOf(severity);
    const values = [state, open, active, level, equipment, rule];
    const [total] = await this.database.prepared<{ count: number }>(
      'alarm.count',
      `SELECT count(*) FROM alarm a WHERE ${FILTER}`,
      values,
    );
    const rows = await this.database.prepared<NamedAlarm>(
      'alarm.list',
      `SELECT ${COLUMNS} FROM alarm a WHERE ${FILTER} ORDER BY a.id DESC LIMIT $7 OFFSET $8`,
      [...values, query.page_size, offsetOf(query)],
    );
    return { count: total!.count, results: rows.map(viewOf) };
  }

  /** @param severity index in `severities` */
  async countOpen(severity: number): Promise<number> {
    const [row] = await this.database.prepared<{ count: number }>(
      'alarm.count-open',
      'SELECT count(*)::int4 AS count FROM alarm WHERE closed_at IS NULL AND severity = $1',
      [severity],
    );
    return row!.count;
  }

  async find(id: number): Promise<AlarmView | undefined> {
    const [row] = await this.database.prepared<NamedAlarm>(
      'alarm.find',
      `SELECT ${COLUMNS} FROM alarm a WHERE a.id = $1`,
      [id],
    );
    return row && viewOf(row);
  }

  async lock(tx: EntityManager, id: number): Promise<NamedAlarm | undefined> {
    const [row] = await this.database.preparedIn<NamedAlarm>(
      tx,
      'alarm.lock',
      `SELECT ${COLUMNS} FROM alarm a WHERE a.id = $1 FOR UPDATE OF a`,
      [id],
    );
    return row;
  }

  /** Whether the time of a shelved alarm is over by then. Locks nothing. */
  async anyExpired(now: Instant): Promise<boolean> {
    const [row] = await this.database.prepared<{ expired: boolean }>(
      'alarm.any-expired',
      `SELECT EXISTS (SELECT 1 FROM alarm WHERE shelved_until <= $1 AND state = 'shelved') AS expired`,
      [now],
    );
    return row?.expired === true;
  }

  /** Locks shelved alarms whose time is over by then and that nobody else has locked; at most `max`. */
  async lockExpired(tx: EntityManager, now: Instant, max: number): Promise<NamedAlarm[]> {
    return this.database.preparedIn<NamedAlarm>(
      tx,
      'alarm.lock-expired',
      `SELECT ${COLUMNS} FROM alarm a WHERE a.shelved_until <= $1 AND a.state = 'shelved'
        ORDER BY a.id LIMIT $2 FOR UPDATE OF a SKIP LOCKED`,
      [now, max],
    );
  }

  /** Returns the id of the open alarm of a rule and equipment; makes a normal one where there is none. */
  async open(
    tx: EntityManager,
    { ruleId, versionId, definition }: RuleVersion,
    equipmentId: number,
  ): Promise<number> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      'alarm.opened',
      `WITH made AS (
         INSERT INTO alarm (rule_id, equipment_id, state, active, latching, severity, rule_version_id)
         VALUES ($1, $2, 'normal', false, $3, 0, $4)
         ON CONFLICT (rule_id, equipment_id) WHERE closed_at IS NULL DO NOTHING RETURNING id)
       SELECT id FROM made
        UNION ALL SELECT id FROM alarm WHERE rule_id = $1 AND equipment_id = $2 AND closed_at IS NULL`,
      [ruleId, equipmentId, definition.latching, versionId],
    );
    return rows[0]!.id;
  }

  /** Gives the open alarms of a rule its present version. */
  async adopt(tx: EntityManager, { ruleId, versionId, definition }: RuleVersion): Promise<OpenAlarm[]> {
    return tx.query<OpenAlarm[]>(
      `WITH adopted AS (
         UPDATE alarm SET rule_version_id = $2, latching = $3 WHERE rule_id = $1 AND closed_at IS NULL
         RETURNING id, rule_id, equipment_id, state, severity)
       SELECT id AS "alarmId", rule_id AS "ruleId", equipment_id AS "equipmentId", state, severity FROM adopted ORDER BY id`,
      [ruleId, versionId, definition.latching],
    );
  }

  /** The open alarms of a machine by rules for its type. */
  async openByType(tx: EntityManager, equipmentId: number, type: string): Promise<OpenAlarm[]> {
    return tx.query<OpenAlarm[]>(
      `SELECT a.id AS "alarmId", a.rule_id AS "ruleId", a.equipment_id AS "equipmentId", a.state, a.severity FROM alarm a
        WHERE a.equipment_id = $1 AND a.closed_at IS NULL AND $2 = (
          SELECT definition->>'equipment_type' FROM rule_version v WHERE v.rule_id = a.rule_id ORDER BY version DESC LIMIT 1)
        ORDER BY a.id FOR UPDATE OF a`,
      [equipmentId, type],
    );
  }

  async move(tx: EntityManager, id: number, move: AlarmMove): Promise<void> {
    this.database.sendIn(
      tx,
      'alarm.move',
      `UPDATE alarm SET state = $2, closed_at = CASE WHEN $3 THEN NULL ELSE clock_timestamp() END,
              acknowledged_at = CASE WHEN $4 THEN clock_timestamp() ELSE acknowledged_at END,
              acknowledged_by = CASE WHEN $4 THEN $5 ELSE acknowledged_by END,
              shelved_until = $6, reason = $7
        WHERE id = $1`,
      [
        id,
        move.state,
        isOpen(move.state),
        move.acknowledgedBy !== undefined,
        move.acknowledgedBy ?? null,
        move.shelvedUntil,
        move.reason,
      ],
    );
  }
}

function viewOf(alarm: NamedAlarm): AlarmView {
  return {
    id: alarm.id,
    rule: alarm.ruleId,
    rule_name: alarm.ruleName,
    equipment: alarm.equipmentId,
    state: alarm.state,
    active: alarm.active,
    severity: severities[alarm.severity]!,
    breaches: alarm.breaches,
    raised_at: instantOrNull(alarm.raisedAt),
    returned_at: instantOrNull(alarm.returnedAt),
    acknowledged_at: instantOrNull(alarm.acknowledgedAt),
    acknowledged_by: alarm.acknowledgedBy,
    shelved_until: instantOrNull(alarm.shelvedUntil),
    reason: alarm.reason,
    opened_at: instant(alarm.openedAt),
    closed_at: instantOrNull(alarm.closedAt),
  };
}
