import type { ExportQuery, Units } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { microInstant } from '../micro-instant.js';

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
}

/** The last row of the piece before. */
export interface ExportPlace {
  readonly equipment: number;
  readonly measured_at: string;
}

const START: ExportPlace = { equipment: 0, measured_at: '-infinity' };

/** Readings in the order of their key, which no change of other rows disturbs. */
@Injectable()
export class ExportStore {
  constructor(private readonly database: Database) {}

  async rowsAfter({ equipment, from, to }: ExportQuery, after = START, limit: number): Promise<ExportRow[]> {
    const conditions = ['(equipment_id, measured_at) > ($1, $2::timestamptz)', 'equipment.id = equipment_id'];
    const parameters: unknown[] = [after.equipment, after.measured_at, limit];
    const where = (condition: string, value: unknown): string => {
      if (value === undefined) return '-';
      conditions.push(`${condition} $${parameters.push(value)}`);
      return '+';
    };
    const flags = [
      where('equipment_id =', equipment),
      where('measured_at >=', from),
      where('measured_at <', to),
    ];
    /* Ordered by the table's columns, not by the texts that the answer calls the same. */
    const rows = await this.database.prepared<ExportRow>(
      `export.rows.${flags.join('')}`,
      `SELECT reading.id::float8 AS id, equipment_id::float8 AS equipment, model,
              (measured_at AT TIME ZONE 'UTC')::text AS measured_at, (received_at AT TIME ZONE 'UTC')::text AS received_at,
              temperature, speed, pressure, quality, units
         FROM reading, equipment WHERE ${conditions.join(' AND ')} ORDER BY reading.equipment_id, reading.measured_at LIMIT $3`,
      parameters,
    );
    return rows.map((row) => ({
      ...row,
      measured_at: microInstant(row.measured_at),
      received_at: microInstant(row.received_at),
    }));
  }
}
