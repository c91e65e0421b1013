import type { Breach, Sample } from '@argus/alarms';
import { Database } from '@argus/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EquipmentSettings, equipmentSettings } from '../../equipment.settings.js';
import type { RuleVersion } from '../rules/rule-version.js';
import { sampleOfReading } from '../rules/signals.js';
import type { RuleEdition } from './rule-book.js';
import { countsForRules } from './evaluated-readings.js';

export interface Since {
  readonly equipmentId: number;
  /** Of the checkpoint, included in it. */
  readonly at: number;
}

interface ReadingRow {
  id: number;
  measured_at: Date;
  temperature: number;
  speed: number;
  pressure: number;
}

interface BreachRow {
  equipment_id: number;
  rule_version_id: number;
  raised_at: Date;
  returned_at: Date | null;
  severity: number;
  peak_severity: number;
}

/* A time of the record has microseconds; here it counts as its millisecond, which the checkpoint includes whole. */
const after = (at: number): Date | string => (Number.isFinite(at) ? new Date(at + 1) : '-infinity');

/** What the record holds of the time since checkpoints. */
@Injectable()
export class HistoryStore {
  constructor(
    private readonly database: Database,
    @Inject(equipmentSettings.token) private readonly settings: EquipmentSettings,
  ) {}

  /** Readings that count for the rules, in order of time. */
  async readingsSince(tx: EntityManager, places: readonly Since[]): Promise<Map<number, Sample[]>> {
    const rows = await this.database.preparedIn<ReadingRow>(
      tx,
      'history.readings',
      // Lateral and ordered, for as a join the planner prefers to read the whole table.
      `SELECT p.equipment_id::float8 AS id, r.measured_at, r.temperature, r.speed, r.pressure
         FROM unnest($1::bigint[], $2::timestamptz[]) AS p (equipment_id, since),
      LATERAL (SELECT r.measured_at, r.temperature, r.speed, r.pressure FROM reading r
                WHERE r.equipment_id = p.equipment_id AND r.measured_at >= p.since
                  AND ${countsForRules('make_interval(secs => $3)')}
                ORDER BY r.measured_at LIMIT ALL OFFSET 0) r`,
      [
        places.map(({ equipmentId }) => equipmentId),
        places.map(({ at }) => after(at)),
        this.settings.EQUIPMENT_CLOCK_SKEW_SECONDS,
      ],
    );
    const byEquipment = new Map<number, Sample[]>(places.map(({ equipmentId }) => [equipmentId, []]));
    for (const row of rows) byEquipment.get(row.id)!.push(sampleOfReading(row.measured_at.getTime(), row));
    return byEquipment;
  }

  /** Breaches of rules in force that were open at the checkpoint or rose later. */
  async breachesSince(
    tx: EntityManager,
    places: readonly Since[],
    edition: RuleEdition,
  ): Promise<Map<number, Breach<RuleVersion>[]>> {
    const rows = await this.database.preparedIn<BreachRow>(
      tx,
      'history.breaches',
      `SELECT b.equipment_id::float8 AS equipment_id, b.rule_version_id::float8 AS rule_version_id, b.raised_at,
              b.returned_at, b.severity, b.peak_severity
         FROM unnest($1::bigint[], $2::timestamptz[]) AS p (equipment_id, since)
         JOIN breach b ON b.equipment_id = p.equipment_id
        WHERE b.withdrawn_at IS NULL AND (b.returned_at IS NULL OR b.returned_at >= p.since)`,
      [places.map(({ equipmentId }) => equipmentId), places.map(({ at }) => after(at))],
    );
    const byEquipment = new Map<number, Breach<RuleVersion>[]>(
      places.map(({ equipmentId }) => [equipmentId, []]),
    );
    for (const row of rows) {
      const rule = edition.version(row.rule_version_id);
      if (rule)
        byEquipment.get(row.equipment_id)!.push({
          rule,
          raisedAt: row.raised_at.getTime(),
          returnedAt: row.returned_at?.getTime() ?? null,
          severity: row.severity,
          peak: row.peak_severity,
        });
    }
    return byEquipment;
  }
}
