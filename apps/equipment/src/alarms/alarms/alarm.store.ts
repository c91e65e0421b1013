import type { Annunciation } from '@argus/alarms';
import {
  type AlarmEventView,
  type AlarmQuery,
  type AlarmState,
  type AlarmView,
  instant,
  instantOrNull,
  offsetOf,
  type Page,
  type PageQuery,
  severities,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** An alarm as people act on it. */
export interface AlarmRecord {
  readonly id: number;
  readonly rule_id: number;
  readonly rule_name: string;
  readonly equipment_id: number;
  readonly state: AlarmState;
  readonly active: boolean;
  readonly latching: boolean;
  readonly severity: number;
  readonly breaches: number;
  readonly raised_at: Date | null;
  readonly returned_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly shelved_until: Date | null;
  readonly reason: string | null;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
}

const COLUMNS = `a.id::float8 AS id, a.rule_id::float8 AS rule_id, a.equipment_id::float8 AS equipment_id, a.state, a.active,
  a.latching, a.severity, a.breaches, a.raised_at, a.returned_at, a.acknowledged_at, a.acknowledged_by, a.shelved_until,
  a.reason, a.opened_at, a.closed_at,
  (SELECT definition->>'name' FROM rule_version v WHERE v.rule_id = a.rule_id ORDER BY version DESC LIMIT 1) AS rule_name`;

const FILTER = `($1::text IS NULL OR a.state = $1) AND ($2::boolean IS NULL OR (a.closed_at IS NULL) = $2)
  AND ($3::boolean IS NULL OR a.active = $3) AND ($4::smallint IS NULL OR a.severity = $4)
  AND ($5::bigint IS NULL OR a.equipment_id = $5) AND ($6::bigint IS NULL OR a.rule_id = $6)`;

/** Reads the alarm log. */
@Injectable()
export class AlarmStore {
  constructor(private readonly database: Database) {}

  async list(query: AlarmQuery): Promise<Page<AlarmView>> {
    const { state, open, active, severity, equipment, rule } = query;
    const level = severity === undefined ? undefined : severities.indexOf(severity);
    const values = [state, open, active, level, equipment, rule];
    const [total] = await this.database.prepared<{ count: number }>(
      'alarm.count',
      `SELECT count(*)::float8 AS count FROM alarm a WHERE ${FILTER}`,
      values,
    );
    const rows = await this.database.prepared<AlarmRecord>(
      'alarm.list',
      `SELECT ${COLUMNS} FROM alarm a WHERE ${FILTER} ORDER BY a.id DESC LIMIT $7 OFFSET $8`,
      [...values, query.page_size, offsetOf(query)],
    );
    return { count: total!.count, results: rows.map(alarmView) };
  }

  async find(id: number): Promise<AlarmView | undefined> {
    const [row] = await this.database.prepared<AlarmRecord>(
      'alarm.find',
      `SELECT ${COLUMNS} FROM alarm a WHERE a.id = $1`,
      [id],
    );
    return row && alarmView(row);
  }

  async lock(tx: EntityManager, id: number): Promise<AlarmRecord | undefined> {
    const [row] = await this.database.preparedIn<AlarmRecord>(
      tx,
      'alarm.lock',
      `SELECT ${COLUMNS} FROM alarm a WHERE a.id = $1 FOR UPDATE OF a`,
      [id],
    );
    return row;
  }

  async history(id: number, page: PageQuery): Promise<Page<AlarmEventView>> {
    const [total] = await this.database.query<{ count: number }>(
      'SELECT count(*)::float8 AS count FROM alarm_event WHERE alarm_id = $1',
      [id],
    );
    const rows = await this.database.query<
      Omit<AlarmEventView, 'severity' | 'at' | 'recorded_at'> & {
        severity: number;
        at: Date;
        recorded_at: Date;
      }
    >(
      `SELECT action, from_state, to_state, severity, at, recorded_at, username, comment FROM alarm_event
        WHERE alarm_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [id, page.page_size, offsetOf(page)],
    );
    return {
      count: total!.count,
      results: rows.map((row) => ({
        ...row,
        severity: severities[row.severity]!,
        at: instant(row.at),
        recorded_at: instant(row.recorded_at),
      })),
    };
  }

  /** Rises in view within a range, and what was active at its end; at most so many. */
  async annunciations(
    range: { from: Date; to: Date; equipment?: number | undefined; rule?: number | undefined },
    most: number,
  ): Promise<Annunciation[]> {
    const rows = await this.database.query<{
      rule_id: number;
      equipment_id: number;
      peak_severity: number;
      raised_at: Date;
      returned_at: Date | null;
    }>(
      `SELECT rule_id::float8 AS rule_id, equipment_id::float8 AS equipment_id, peak_severity, raised_at, returned_at
         FROM breach
        WHERE annunciated AND withdrawn_at IS NULL AND raised_at < $2
          AND (raised_at >= $1 OR returned_at IS NULL OR returned_at > $2)
          AND ($3::bigint IS NULL OR equipment_id = $3) AND ($4::bigint IS NULL OR rule_id = $4) LIMIT $5`,
      [range.from, range.to, range.equipment, range.rule, most],
    );
    return rows.map((row) => ({
      ruleId: row.rule_id,
      sourceId: row.equipment_id,
      severity: row.peak_severity,
      raisedAt: row.raised_at.getTime(),
      returnedAt: row.returned_at?.getTime() ?? null,
    }));
  }
}

function alarmView(row: AlarmRecord): AlarmView {
  return {
    id: row.id,
    rule: row.rule_id,
    rule_name: row.rule_name,
    equipment: row.equipment_id,
    state: row.state,
    active: row.active,
    severity: severities[row.severity]!,
    breaches: row.breaches,
    raised_at: instantOrNull(row.raised_at),
    returned_at: instantOrNull(row.returned_at),
    acknowledged_at: instantOrNull(row.acknowledged_at),
    acknowledged_by: row.acknowledged_by,
    shelved_until: instantOrNull(row.shelved_until),
    reason: row.reason,
    opened_at: instant(row.opened_at),
    closed_at: instantOrNull(row.closed_at),
  };
}
