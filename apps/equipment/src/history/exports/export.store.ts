import type { ExportQuery, MeasurementValues, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { microInstant } from '../../machines/micro-instant.js';

/** A row to export: stored values, with the units of the machine. */
export interface ExportRow {
  readonly id: number;
  readonly equipment: number;
  readonly model: string;
  readonly measured_at: string;
  readonly received_at: string;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  readonly quality: number;
  readonly units: Units | null;
  /** Null if there are none, or none were asked for. */
  readonly measurements: MeasurementValues | null;
}

/** The last row of the previous piece. */
export interface ExportPlace {
  readonly equipment: number;
  readonly measured_at: string;
}

interface Part {
  readonly after: ExportPlace | undefined;
  readonly limit: number;
  readonly withMeasurements: boolean;
}

const START: ExportPlace = { equipment: 0, measured_at: '-infinity' };

/** Reads in the order of the primary key, which changes of other rows do not disturb. */
@Injectable()
export class ExportStore {
  constructor(private readonly database: Database) {}

  /**
   * Reads machine by machine, each by an index range of its own. For one range over (machine, time) the planner would
   * underestimate the rest of a long history and sort all of it for every piece.
   */
  async each(
    { equipment, from, to }: ExportQuery,
    { after = START, limit, withMeasurements }: Part,
    take: (row: ExportRow) => void,
  ): Promise<void> {
    const parameters: unknown[] = [after.equipment, after.measured_at, limit];
    const where = (condition: string, value: unknown): string =>
      value === undefined ? '' : ` AND ${condition} $${parameters.push(value)}`;
    const one = where('equipment.id =', equipment);
    const range = `${where('reading.measured_at >=', from)}${where('reading.measured_at <', to)}`;
    const further = withMeasurements ? "nullif(measurements, '{}')" : 'NULL';
    await this.database.each<ExportRow>(
      `export.rows${one}${range}${further}`,
      `SELECT reading.id, equipment.id AS equipment, model,
              (measured_at AT TIME ZONE 'UTC')::text AS measured_at, (received_at AT TIME ZONE 'UTC')::text AS received_at,
              temperature, speed, pressure, quality, units, further AS measurements
         FROM equipment,
      LATERAL (SELECT id, reading.measured_at, received_at, temperature, speed, pressure, quality,
                      ${further} AS further FROM reading
                WHERE equipment_id = equipment.id
                  AND reading.measured_at > CASE WHEN equipment.id = $1 THEN $2::timestamptz ELSE '-infinity' END${range}
                ORDER BY reading.measured_at LIMIT $3) reading
        WHERE equipment.id >= $1${one} ORDER BY equipment.id, reading.measured_at LIMIT $3`,
      parameters,
      (row) =>
        take({
          ...row,
          measured_at: microInstant(row.measured_at),
          received_at: microInstant(row.received_at),
        }),
    );
  }
}
