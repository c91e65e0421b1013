import { Instant } from '@argus/contracts';
import type { AmendedBreach, Annunciation, BreachReference, NewBreach } from '@argus/alarms';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AlertStore } from '../alerts/alert.store.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { measuredOf } from '../rule-versions/signals.js';

const instantOf = (at: number | null): Instant | null => (at === null ? null : Instant.ofMs(at));

/** Breaches and the alerts about them, many at a time. */
@Injectable()
export class BreachStore {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
  ) {}

  /** Annunciated breaches that rose within a range or lasted beyond its end; at most `max`. */
  async annunciations(
    range: { from: Instant; to: Instant; equipment?: number | undefined; rule?: number | undefined },
    max: number,
  ): Promise<Annunciation[]> {
    const rows = await this.database.query<
      Omit<Annunciation, 'raisedAt' | 'returnedAt'> & { raisedAt: StoredTime; returnedAt: StoredTime | null }
    >(
      `SELECT rule_id AS "ruleId", equipment_id AS "sourceId", peak_severity AS severity,
              raised_at AS "raisedAt", returned_at AS "returnedAt"
         FROM breach
        WHERE annunciated AND withdrawn_at IS NULL AND raised_at < $2
          AND (raised_at >= $1 OR returned_at IS NULL OR returned_at > $2)
          AND ($3::bigint IS NULL OR equipment_id = $3) AND ($4::bigint IS NULL OR rule_id = $4) LIMIT $5`,
      [range.from, range.to, range.equipment, range.rule, max],
    );
    return rows.map((row) => ({
      ...row,
      raisedAt: row.raisedAt.ms,
      returnedAt: row.returnedAt?.ms ?? null,
    }));
  }

  /** Writes an alert about an open breach that rose while its alarm was out of view; nothing where there is none. */
  async annunciate(
    tx: EntityManager,
    alarm: { readonly id: number; readonly equipmentId: number },
    description: string,
  ): Promise<void> {
    const [breach] = await this.database.preparedIn<{ id: number; raisedAt: StoredTime }>(
      tx,
      'breach.annunciate',
      `UPDATE breach SET annunciated = true
        WHERE alarm_id = $1 AND returned_at IS NULL AND withdrawn_at IS NULL AND NOT annunciated
       RETURNING id, raised_at AS "raisedAt"`,
      [alarm.id],
    );
    if (!breach) return;
    const { equipmentId } = alarm;
    const [alertId] = await this.alerts.raise(tx, [{ equipmentId, at: breach.raisedAt.ms, description }]);
    this.database.sendIn(tx, 'breach.alert', 'UPDATE breach SET alert_id = $2 WHERE id = $1', [
      breach.id,
      alertId,
    ]);
  }

  /** Breaches by `equipment/version/raised at`. */
  async references(
    tx: EntityManager,
    places: readonly { equipmentId: number; versionId: number; raisedAt: number }[],
  ): Promise<Map<string, BreachReference>> {
    if (places.length === 0) return new Map();
    const rows = await this.database.preparedIn<{
      id: number;
      alarmId: number;
      equipmentId: number;
      versionId: number;
      raisedAt: StoredTime;
      acknowledgedAt: StoredTime | null;
      acknowledgedBy: string | null;
    }>(
      tx,
      'breach.references',
      `SELECT b.id, b.alarm_id AS "alarmId", b.equipment_id AS "equipmentId",
              b.rule_version_id AS "versionId", b.raised_at AS "raisedAt",
              CASE WHEN a.state IN ('normal', 'latched_ack') THEN a.acknowledged_at END AS "acknowledgedAt",
              a.acknowledged_by AS "acknowledgedBy"
         FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS p (equipment_id, version_id, raised_at)
         JOIN breach b ON b.equipment_id = p.equipment_id AND b.rule_version_id = p.version_id AND b.raised_at = p.raised_at
         JOIN alarm a ON a.id = b.alarm_id
        WHERE b.withdrawn_at IS NULL`,
      [
        places.map(({ equipmentId }) => equipmentId),
        places.map(({ versionId }) => versionId),
        places.map(({ raisedAt }) => Instant.ofMs(raisedAt)),
      ],
    );
    return new Map(
      rows.map(({ id, alarmId, equipmentId, versionId, raisedAt, acknowledgedAt, acknowledgedBy: by }) => [
        `${equipmentId}/${versionId}/${raisedAt.ms}`,
        { id, alarmId, acknowledged: acknowledgedAt ? { at: acknowledgedAt.ms, by } : undefined },
      ]),
    );
  }

  /** Marks breaches as withdrawn and says so in their alerts. */
  async withdraw(tx: EntityManager, ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return;
    this.database.sendIn(
      tx,
      'breach.withdraw',
      `WITH gone AS (UPDATE breach SET withdrawn_at = clock_timestamp() WHERE id = ANY($1::bigint[]) RETURNING alert_id)
       UPDATE alert SET description = description || ' (withdrawn: late readings showed otherwise)'
         FROM gone WHERE alert.id = gone.alert_id`,
      [ids],
    );
  }

  async amend(tx: EntityManager, breaches: readonly AmendedBreach<RuleVersion>[]): Promise<void> {
    if (breaches.length === 0) return;
    this.database.sendIn(
      tx,
      'breach.amend',
      `UPDATE breach b SET raised_at = u.raised_at, returned_at = u.returned_at, severity = u.severity,
              peak_severity = u.peak_severity, alarm_id = coalesce(u.alarm_id, b.alarm_id),
              rule_version_id = u.rule_version_id, ended_with_rule = u.ended_with_rule
         FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[], $4::smallint[], $5::smallint[], $6::bigint[],
                     $7::bigint[], $8::boolean[])
              AS u (id, raised_at, returned_at, severity, peak_severity, alarm_id, rule_version_id, ended_with_rule)
        WHERE b.id = u.id`,
      [
        breaches.map(({ id }) => id),
        breaches.map(({ breach }) => Instant.ofMs(breach.raisedAt)),
        breaches.map(({ breach }) => instantOf(breach.returnedAt)),
        breaches.map(({ breach }) => breach.severity),
        breaches.map(({ breach }) => breach.peak),
        breaches.map(({ alarm }) => alarm?.id ?? null),
        breaches.map(({ breach }) => breach.rule.id),
        breaches.map(({ breach }) => breach.isCut === true),
      ],
    );
  }

  /** Inserts new breaches, and one alert for each that is annunciated. */
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
    this.database.sendIn(
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
        raised.map(({ breach }) => Instant.ofMs(breach.raisedAt)),
        raised.map(({ breach }) => instantOf(breach.returnedAt)),
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
