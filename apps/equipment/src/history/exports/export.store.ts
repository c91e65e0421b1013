import type { ExportQuery, MeasurementValues, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { microInstant } from '../../machines/micro-instant.js';

/** A reading as it leaves in a file: values in the units of its equipment. */
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
  /** Null where it has none, and where none were asked for. */
  readonly measurements: MeasurementValues | null;
}

/** The last row of the piece before. */
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

/** Readings in the order of their key, which no change of other rows disturbs. */
@Injectable()
export class ExportStore {
  constructor(private readonly database: Database) {}

  /**
   * One equipment after the other, each by its own index range: asked for as one range of (equipment, moment), the planner
   * takes the rest of a long history for nothing and sorts all of it for every piece.
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
