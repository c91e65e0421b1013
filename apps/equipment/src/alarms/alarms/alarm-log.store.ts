import { AlarmDraft, type AlarmHistoryEntry, isOpen } from '@argus/alarms';
import type { AlarmState } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { nextIds } from '../../machines/next-ids.js';

interface OpenRow {
  id: number;
  rule_id: number;
  equipment_id: number;
  state: AlarmState;
  active: boolean;
  latching: boolean;
  severity: number;
  breaches: number;
  raised_at: Date | null;
  returned_at: Date | null;
}

const date = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** Alarms and their history, written set by set. */
@Injectable()
export class AlarmLogStore {
  constructor(private readonly database: Database) {}

  /** Open alarms by `rule/equipment`, locked. */
  async lockOpen(
    tx: EntityManager,
    pairs: readonly { ruleId: number; equipmentId: number }[],
  ): Promise<Map<string, AlarmDraft>> {
    const rows = await this.database.preparedIn<OpenRow>(
      tx,
      'alarm.lock-open',
      `SELECT a.id::float8 AS id, a.rule_id::float8 AS rule_id, a.equipment_id::float8 AS equipment_id, a.state, a.active,
              a.latching, a.severity, a.breaches, a.raised_at, a.returned_at
         FROM unnest($1::bigint[], $2::bigint[]) AS p (rule_id, equipment_id)
         JOIN alarm a ON a.rule_id = p.rule_id AND a.equipment_id = p.equipment_id AND a.closed_at IS NULL
        ORDER BY a.id FOR UPDATE OF a`,
      [pairs.map(({ ruleId }) => ruleId), pairs.map(({ equipmentId }) => equipmentId)],
    );
    return new Map(
      rows.map((row) => [
        `${row.rule_id}/${row.equipment_id}`,
        new AlarmDraft({
          id: row.id,
          ruleId: row.rule_id,
          sourceId: row.equipment_id,
          state: row.state,
          active: row.active,
          latching: row.latching,
          severity: row.severity,
          breaches: row.breaches,
          raisedAt: row.raised_at?.getTime() ?? null,
          returnedAt: row.returned_at?.getTime() ?? null,
        }),
      ]),
    );
  }

  async update(tx: EntityManager, alarms: readonly AlarmDraft[]): Promise<void> {
    if (alarms.length === 0) return;
    await this.database.preparedIn(
      tx,
      'alarm.update',
      `UPDATE alarm a SET state = u.state, active = u.active, latching = u.latching, severity = u.severity,
              breaches = u.breaches, raised_at = u.raised_at, returned_at = u.returned_at,
              closed_at = CASE WHEN u.open THEN NULL ELSE now() END
         FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::smallint[], $6::integer[],
                     $7::timestamptz[], $8::timestamptz[], $9::boolean[])
              AS u (id, state, active, latching, severity, breaches, raised_at, returned_at, open)
        WHERE a.id = u.id`,
      [alarms.map(({ id }) => id), ...columnsOf(alarms)],
    );
  }

  /** Gives the new alarms their ids. */
  async insert(tx: EntityManager, alarms: readonly AlarmDraft[]): Promise<void> {
    if (alarms.length === 0) return;
    const ids = await nextIds(this.database, tx, 'alarm', alarms.length);
    alarms.forEach((alarm, i) => (alarm.id = ids[i]!));
    await this.database.preparedIn(
      tx,
      'alarm.insert',
      `INSERT INTO alarm (id, state, active, latching, severity, breaches, raised_at, returned_at, closed_at, rule_id,
                          equipment_id)
       SELECT id, state, active, latching, severity, breaches, raised_at, returned_at,
              CASE WHEN open THEN NULL ELSE now() END, rule_id, equipment_id
         FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::smallint[], $6::integer[],
                     $7::timestamptz[], $8::timestamptz[], $9::boolean[], $10::bigint[], $11::bigint[])
              AS n (id, state, active, latching, severity, breaches, raised_at, returned_at, open, rule_id, equipment_id)`,
      [ids, ...columnsOf(alarms), alarms.map(({ ruleId }) => ruleId), alarms.map(({ sourceId }) => sourceId)],
    );
  }

  async remember(
    tx: EntityManager,
    entries: readonly (AlarmHistoryEntry & { readonly alarm: { id: number | undefined } })[],
  ): Promise<void> {
    if (entries.length === 0) return;
    await this.database.preparedIn(
      tx,
      'alarm-event.insert',
      `INSERT INTO alarm_event (alarm_id, action, from_state, to_state, severity, at)
       SELECT alarm_id, action, from_state, to_state, severity, at
         FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[])
              WITH ORDINALITY AS n (alarm_id, action, from_state, to_state, severity, at, place) ORDER BY place`,
      [
        entries.map(({ alarm }) => alarm.id),
        entries.map(({ action }) => action),
        entries.map(({ fromState }) => fromState),
        entries.map(({ toState }) => toState),
        entries.map(({ severity }) => severity),
        entries.map(({ at }) => new Date(at)),
      ],
    );
  }
}

function columnsOf(alarms: readonly AlarmDraft[]): unknown[][] {
  return [
    alarms.map(({ state }) => state),
    alarms.map(({ active }) => active),
    alarms.map(({ latching }) => latching),
    alarms.map(({ severity }) => severity),
    alarms.map(({ breaches }) => breaches),
    alarms.map(({ raisedAt }) => date(raisedAt)),
    alarms.map(({ returnedAt }) => date(returnedAt)),
    alarms.map(({ state }) => isOpen(state)),
  ];
}
