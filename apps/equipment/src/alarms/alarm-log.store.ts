import type { AlarmState } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type {
  AlarmDraft,
  AlarmRow,
  AmendedBreach,
  BreachReference,
  HistoryEntry,
  NewBreach,
} from './alarm-draft.js';
import { isOpen } from './alarm-state.js';

export type NewHistoryEntry = HistoryEntry;

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

/** The tables of the alarm log, written set by set. */
@Injectable()
export class AlarmLogStore {
  constructor(private readonly database: Database) {}

  /** Open alarms by `rule/equipment`, locked. */
  async lockOpen(
    tx: EntityManager,
    pairs: readonly { ruleId: number; equipmentId: number }[],
  ): Promise<Map<string, AlarmRow>> {
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
        {
          ...row,
          ruleId: row.rule_id,
          equipmentId: row.equipment_id,
          raisedAt: row.raised_at?.getTime() ?? null,
          returnedAt: row.returned_at?.getTime() ?? null,
        },
      ]),
    );
  }

  /** Breaches by `equipment/rule/raised at`. */
  async references(
    tx: EntityManager,
    places: readonly { equipmentId: number; ruleId: number; raisedAt: number }[],
  ): Promise<Map<string, BreachReference>> {
    if (places.length === 0) return new Map();
    const rows = await this.database.preparedIn<{
      id: number;
      alarm_id: number;
      equipment_id: number;
      rule_id: number;
      raised_at: Date;
    }>(
      tx,
      'breach.references',
      `SELECT b.id::float8 AS id, b.alarm_id::float8 AS alarm_id, b.equipment_id::float8 AS equipment_id,
              b.rule_id::float8 AS rule_id, b.raised_at
         FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS p (equipment_id, rule_id, raised_at)
         JOIN breach b ON b.equipment_id = p.equipment_id AND b.rule_id = p.rule_id AND b.raised_at = p.raised_at
        WHERE b.withdrawn_at IS NULL`,
      [
        places.map(({ equipmentId }) => equipmentId),
        places.map(({ ruleId }) => ruleId),
        places.map(({ raisedAt }) => new Date(raisedAt)),
      ],
    );
    return new Map(
      rows.map((row) => [
        `${row.equipment_id}/${row.rule_id}/${row.raised_at.getTime()}`,
        { id: row.id, alarmId: row.alarm_id },
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
    const ids = await this.nextIds(tx, 'alarm', alarms.length);
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
      [
        ids,
        ...columnsOf(alarms),
        alarms.map(({ ruleId }) => ruleId),
        alarms.map(({ equipmentId }) => equipmentId),
      ],
    );
  }

  /** The breach stays as a trace, and whoever was alerted reads that it was for nothing. */
  async withdraw(tx: EntityManager, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `WITH gone AS (UPDATE breach SET withdrawn_at = now() WHERE id = ANY($1::bigint[]) RETURNING alert_id)
       UPDATE alert SET description = description || ' (withdrawn: late readings showed otherwise)'
         FROM gone WHERE alert.id = gone.alert_id`,
      [ids],
    );
  }

  async amend(tx: EntityManager, breaches: readonly AmendedBreach[]): Promise<void> {
    if (breaches.length === 0) return;
    await this.database.preparedIn(
      tx,
      'breach.amend',
      `UPDATE breach b SET raised_at = u.raised_at, returned_at = u.returned_at, severity = u.severity,
              peak_severity = u.peak_severity, alarm_id = coalesce(u.alarm_id, b.alarm_id)
         FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::smallint[], $5::smallint[], $6::bigint[])
              AS u (id, raised_at, returned_at, severity, peak_severity, alarm_id)
        WHERE b.id = u.id`,
      [
        breaches.map(({ id }) => id),
        breaches.map(({ breach }) => new Date(breach.raisedAt)),
        breaches.map(({ breach }) => date(breach.returnedAt)),
        breaches.map(({ breach }) => breach.severity),
        breaches.map(({ breach }) => breach.peak),
        breaches.map(({ alarm }) => alarm?.id ?? null),
      ],
    );
  }

  /** New breaches, with one alert for each that rose in view. */
  async raise(
    tx: EntityManager,
    raised: readonly NewBreach[],
    describe: (raised: NewBreach) => string,
  ): Promise<void> {
    if (raised.length === 0) return;
    const alerts = await this.alert(
      tx,
      raised
        .filter(({ annunciated }) => annunciated)
        .map((each) => ({
          equipmentId: each.alarm.equipmentId,
          at: each.breach.raisedAt,
          description: describe(each),
        })),
    );
    let next = 0;
    await this.database.preparedIn(
      tx,
      'breach.insert',
      `INSERT INTO breach (alarm_id, rule_id, rule_version_id, equipment_id, alert_id, raised_at, returned_at, severity,
                           peak_severity, temperature, speed, pressure, annunciated)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[],
                            $7::timestamptz[], $8::smallint[], $9::smallint[], $10::float8[], $11::float8[],
                            $12::float8[], $13::boolean[])`,
      [
        raised.map(({ alarm }) => alarm.id),
        raised.map(({ breach }) => breach.rule.ruleId),
        raised.map(({ breach }) => breach.rule.id),
        raised.map(({ alarm }) => alarm.equipmentId),
        raised.map(({ annunciated }) => (annunciated ? alerts[next++] : null)),
        raised.map(({ breach }) => new Date(breach.raisedAt)),
        raised.map(({ breach }) => date(breach.returnedAt)),
        raised.map(({ breach }) => breach.severity),
        raised.map(({ breach }) => breach.peak),
        raised.map(({ breach }) => breach.values!.temperature),
        raised.map(({ breach }) => breach.values!.speed),
        raised.map(({ breach }) => breach.values!.pressure),
        raised.map(({ annunciated }) => annunciated),
      ],
    );
  }

  /** Ids of new alerts, in the order given. */
  async alert(
    tx: EntityManager,
    alerts: readonly { equipmentId: number; at: number; description: string }[],
  ): Promise<number[]> {
    if (alerts.length === 0) return [];
    const ids = await this.nextIds(tx, 'alert', alerts.length);
    await this.database.preparedIn(
      tx,
      'alert.raise',
      `INSERT INTO alert (id, equipment_id, raised_at, description) OVERRIDING SYSTEM VALUE
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[])`,
      [
        ids,
        alerts.map(({ equipmentId }) => equipmentId),
        alerts.map(({ at }) => new Date(at)),
        alerts.map(({ description }) => description),
      ],
    );
    return ids;
  }

  async remember(
    tx: EntityManager,
    entries: readonly (HistoryEntry & { readonly alarm: { id: number | undefined } })[],
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

  private async nextIds(tx: EntityManager, table: 'alarm' | 'alert', count: number): Promise<number[]> {
    const rows = await this.database.preparedIn<{ id: number }>(
      tx,
      `${table}.ids`,
      `SELECT nextval('${table}_id_seq')::float8 AS id FROM generate_series(1, $1)`,
      [count],
    );
    return rows.map(({ id }) => id);
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
