import type { AmendedBreach, BreachReference, NewBreach } from '@argus/alarms';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlertStore } from '../alerts/alert.store.js';
import type { RuleVersion } from '../rules/rule-version.js';
import { measuredOf } from '../rules/signals.js';

const date = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** Breaches and the alerts that tell of them, written set by set. */
@Injectable()
export class BreachStore {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
  ) {}

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
    raised: readonly NewBreach<RuleVersion>[],
    describe: (raised: NewBreach<RuleVersion>) => string,
  ): Promise<void> {
    if (raised.length === 0) return;
    const alerts = await this.alerts.raise(
      tx,
      raised
        .filter(({ annunciated }) => annunciated)
        .map((each) => ({
          equipmentId: each.alarm.sourceId,
          at: each.breach.raisedAt,
          description: describe(each),
        })),
    );
    const measured = raised.map(({ breach }) => measuredOf(breach.values!));
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
        raised.map(({ alarm }) => alarm.sourceId),
        raised.map(({ annunciated }) => (annunciated ? alerts[next++] : null)),
        raised.map(({ breach }) => new Date(breach.raisedAt)),
        raised.map(({ breach }) => date(breach.returnedAt)),
        raised.map(({ breach }) => breach.severity),
        raised.map(({ breach }) => breach.peak),
        measured.map(({ temperature }) => temperature),
        measured.map(({ speed }) => speed),
        measured.map(({ pressure }) => pressure),
        raised.map(({ annunciated }) => annunciated),
      ],
    );
  }
}
