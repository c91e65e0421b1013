import { Instant } from '@argus/contracts';
import type { Breach, Sample, Signals } from '@argus/alarms';
import { Database, type StoredTime } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import type { RuleVersion } from '../rule-versions/rule-version.js';
import { hasMeasurements, type Measured, sampleOfReading } from '../rule-versions/signals.js';
import { RuleStore } from '../rule-versions/rule.store.js';
import type { CompiledRules } from '../rule-versions/compiled-rules.js';
import { isEvaluated } from './evaluated-readings.js';

export interface Since {
  readonly equipmentId: number;
  /** Time of the checkpoint, which includes it. */
  readonly at: number;
  readonly signals: Signals;
  /** Where rules are new to the checkpoint: what may be theirs already, and breaches that were cut off, count too. */
  readonly newcomers: readonly RuleVersion[];
}

interface ReadingRow extends Measured {
  readonly equipmentId: number;
  readonly measuredAt: StoredTime;
}

interface BreachRow {
  readonly equipmentId: number;
  readonly versionId: number;
  readonly raisedAt: StoredTime;
  readonly returnedAt: StoredTime | null;
  readonly severity: number;
  readonly peak: number;
  readonly isCut: boolean;
}

const after = (at: number): Instant | string =>
  Number.isFinite(at) ? Instant.ofMs(at).plusUs(1) : '-infinity';

/** Stored readings and breaches since checkpoints: what a replay needs. */
@Injectable()
export class HistoryStore {
  constructor(
    private readonly database: Database,
    private readonly rules: RuleStore,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /** Readings that rules evaluate, in order of time. */
  async readingsSince(tx: EntityManager, places: readonly Since[]): Promise<Map<number, Sample[]>> {
    // Parsing JSON of every row costs time, and most types define no measurements.
    const further = places.some(({ signals }) => hasMeasurements(signals)) ? ', r.measurements' : '';
    const rows = await this.database.preparedIn<ReadingRow>(
      tx,
      `history.readings${further}`,
      // Lateral and ordered, since for a join the planner reads the whole table.
      `SELECT p.equipment_id AS "equipmentId", r.measured_at AS "measuredAt", r.temperature, r.speed, r.pressure${further}
         FROM unnest($1::bigint[], $2::timestamptz[]) AS p (equipment_id, since),
      LATERAL (SELECT r.measured_at, r.temperature, r.speed, r.pressure${further} FROM reading r
                WHERE r.equipment_id = p.equipment_id AND r.measured_at >= p.since
                  AND ${isEvaluated('make_interval(secs => $3)')}
                ORDER BY r.measured_at LIMIT ALL OFFSET 0) r`,
      [
        places.map(({ equipmentId }) => equipmentId),
        places.map(({ at }) => after(at)),
        this.settings.EQUIPMENT_CLOCK_SKEW_SECONDS,
      ],
    );
    const byEquipment = new Map<number, Sample[]>(places.map(({ equipmentId }) => [equipmentId, []]));
    const signalsOf = new Map(places.map(({ equipmentId, signals }) => [equipmentId, signals]));
    for (const row of rows) {
      const sample = sampleOfReading(signalsOf.get(row.equipmentId)!, row.measuredAt.ms, row);
      byEquipment.get(row.equipmentId)!.push(sample);
    }
    return byEquipment;
  }

  /** Readings of a span, its end included, that rules evaluate; in order of time. */
  async readingsBetween(
    tx: EntityManager,
    { equipmentId, signals }: Pick<Since, 'equipmentId' | 'signals'>,
    from: number,
    to: number,
  ): Promise<Sample[]> {
    const further = hasMeasurements(signals) ? ', r.measurements' : '';
    const rows = await this.database.preparedIn<ReadingRow>(
      tx,
      `history.span${further}`,
      `SELECT r.measured_at AS "measuredAt", r.temperature, r.speed, r.pressure${further} FROM reading r
        WHERE r.equipment_id = $1 AND r.measured_at >= $2 AND r.measured_at < $3
          AND ${isEvaluated('make_interval(secs => $4)')}
        ORDER BY r.measured_at`,
      [equipmentId, Instant.ofMs(from), after(to), this.settings.EQUIPMENT_CLOCK_SKEW_SECONDS],
    );
    return rows.map((row) => sampleOfReading(signals, row.measuredAt.ms, row));
  }

  /** Breaches that were open at the checkpoint or rose later, and those that newcomers may take over. */
  async breachesSince(
    tx: EntityManager,
    places: readonly Since[],
    rules: CompiledRules,
  ): Promise<Map<number, Breach<RuleVersion>[]>> {
    const since = places.map(({ at, newcomers }) =>
      Math.min(at, ...newcomers.map(({ effectiveFrom }) => effectiveFrom)),
    );
    const rows = await this.database.preparedIn<BreachRow>(
      tx,
      'history.breaches',
      `SELECT b.equipment_id AS "equipmentId", b.rule_version_id AS "versionId",
              b.raised_at AS "raisedAt", b.returned_at AS "returnedAt", b.severity, b.peak_severity AS peak,
              b.ended_with_rule AS "isCut"
         FROM unnest($1::bigint[], $2::timestamptz[], $3::boolean[]) AS p (equipment_id, since, has_newcomers)
         JOIN breach b ON b.equipment_id = p.equipment_id
        WHERE b.withdrawn_at IS NULL AND (b.returned_at IS NULL OR b.returned_at >= p.since
              OR (p.has_newcomers AND b.ended_with_rule))`,
      [
        places.map(({ equipmentId }) => equipmentId),
        since.map(after),
        places.map(({ newcomers }) => newcomers.length > 0),
      ],
    );
    const known = await this.versionsOf(tx, rows, rules);
    const placeOf = new Map(places.map((place) => [place.equipmentId, place]));
    const byEquipment = new Map<number, Breach<RuleVersion>[]>(
      places.map(({ equipmentId }) => [equipmentId, []]),
    );
    for (const { equipmentId, versionId, raisedAt, returnedAt, severity, peak, isCut } of rows) {
      const { at, newcomers } = placeOf.get(equipmentId)!;
      const isOld = returnedAt !== null && returnedAt.ms <= at;
      const rule = known.get(versionId);
      if (!rule || (isOld && !isCut && !newcomers.some(({ id }) => id === versionId))) continue;
      byEquipment.get(equipmentId)!.push({
        rule,
        raisedAt: raisedAt.ms,
        returnedAt: returnedAt?.ms ?? null,
        severity,
        peak,
        isCut,
      });
    }
    return byEquipment;
  }

  /** Versions in force, and former ones of breaches that have no end or were cut off. */
  private async versionsOf(
    tx: EntityManager,
    rows: readonly BreachRow[],
    rules: CompiledRules,
  ): Promise<Map<number, RuleVersion>> {
    const known = new Map<number, RuleVersion>();
    const former = new Set<number>();
    for (const { versionId, returnedAt, isCut } of rows) {
      const rule = rules.version(versionId);
      if (rule) known.set(versionId, rule);
      else if (returnedAt === null || isCut) former.add(versionId);
    }
    if (former.size > 0)
      for (const rule of await this.rules.lastOf(tx, [...former])) known.set(rule.id, rule);
    return known;
  }
}
