import type { MeasurementValues, ReadingPatch, ReadingQuery, ReadingView, Units } from '@argus/contracts';
import { readingQualities } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { microInstant } from '../machines/micro-instant.js';
import { inUnits } from './units.js';

const COLUMNS = `reading.id, (measured_at AT TIME ZONE 'UTC')::text AS timestamp, temperature, speed,
  pressure, equipment_id AS equipment, units, nullif(measurements, '{}') AS measurements`;
/* Rows whose equipment is gone count as gone. */
const LIVES = 'equipment.id = reading.equipment_id';
interface Order {
  readonly columns: readonly string[];
  readonly direction: 'ASC' | 'DESC';
}
const orders: Readonly<Record<string, Order>> = {
  id: { columns: ['reading.id'], direction: 'ASC' },
  '-id': { columns: ['reading.id'], direction: 'DESC' },
  timestamp: { columns: ['measured_at', 'reading.id'], direction: 'ASC' },
  '-timestamp': { columns: ['measured_at', 'reading.id'], direction: 'DESC' },
};

/** What a list goes on after. */
export type ListPlace = Pick<ReadingView, 'id' | 'timestamp'>;

/** The readings in the record. */
@Injectable()
export class ReadingStore {
  constructor(private readonly database: Database) {}

  /** Rows after one of the list, or its first ones, in the order that the query asks for. */
  async list(
    { equipment, from, to, ordering }: ReadingQuery,
    after: ListPlace | undefined,
    limit: number,
  ): Promise<ReadingView[]> {
    const { columns, direction } = orders[ordering]!;
    const conditions = [LIVES];
    const parameters: unknown[] = [limit];
    const where = (condition: string, ...values: readonly unknown[]): string => {
      if (values[0] === undefined) return '-';
      const places = values.map((value) => `$${parameters.push(value)}`);
      conditions.push(`${condition} (${places.join(', ')})`);
      return '+';
    };
    const isAfter = `(${columns.join(', ')}) ${direction === 'ASC' ? '>' : '<'}`;
    /* One plan for each set of filters: a plan for all of them would use no index. */
    const flags = [
      where('equipment_id =', equipment),
      where('measured_at >=', from),
      where('measured_at <', to),
      columns.length === 1 ? where(isAfter, after?.id) : where(isAfter, after?.timestamp, after?.id),
    ];
    const order = columns.map((column) => `${column} ${direction}`).join(', ');
    const rows = await this.database.prepared<ReadingRow>(
      `reading.list.${ordering}.${flags.join('')}`,
      `SELECT ${COLUMNS} FROM reading, equipment WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT $1`,
      parameters,
    );
    return rows.map(view);
  }

  async find(id: number): Promise<ReadingView | undefined> {
    const [row] = await this.database.prepared<ReadingRow>(
      'reading.find',
      `SELECT ${COLUMNS} FROM reading, equipment WHERE reading.id = $1 AND ${LIVES}`,
      [id],
    );
    return row && view(row);
  }

  /** Those of these readings that are there, in the order of the ids given. */
  async ofIds(ids: readonly number[], equipmentId: number | undefined): Promise<ReadingView[]> {
    const rows = await this.database.prepared<ReadingRow>(
      'reading.of-ids',
      `SELECT ${COLUMNS} FROM reading, equipment
        WHERE reading.id = ANY($1::bigint[]) AND ${LIVES} AND ($2::bigint IS NULL OR equipment_id = $2)`,
      [ids, equipmentId],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [view(row)] : [];
    });
  }

  /** Of the reading that an equipment has of a moment. */
  async idOf(equipmentId: number, measuredAt: string): Promise<number | undefined> {
    const [row] = await this.database.prepared<{ id: number }>(
      'reading.id-of',
      'SELECT id FROM reading WHERE equipment_id = $1 AND measured_at = $2',
      [equipmentId, measuredAt],
    );
    return row?.id;
  }

  /**
   * A reading that the transaction keeps others from changing; undefined when there is none. Its equipment is looked for
   * afterwards: in one statement that had to wait for a correction, Postgres would compare the new owner with the former one.
   */
  async hold(tx: EntityManager, id: number): Promise<HeldReading | undefined> {
    const [row] = await this.database.preparedIn<HeldReading>(
      tx,
      'reading.hold',
      `SELECT id, equipment_id AS "equipmentId", measured_at::text AS "measuredAt"
         FROM reading WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (row === undefined) return undefined;
    const owner = await this.database.preparedIn(
      tx,
      'reading.hold-owner',
      'SELECT 1 FROM equipment WHERE id = $1 FOR KEY SHARE',
      [row.equipmentId],
    );
    return owner.length === 1 ? row : undefined;
  }

  /** What is not given stays; values are in the units of the record. */
  async change(
    tx: EntityManager,
    { equipmentId, measuredAt }: HeldReading,
    { temperature, speed, pressure, quality, equipment, measurements }: ReadingPatch,
  ): Promise<void> {
    await this.database.preparedIn(
      tx,
      'reading.change',
      `UPDATE reading SET temperature = coalesce($3, temperature), speed = coalesce($4, speed),
         pressure = coalesce($5, pressure), quality = coalesce($6, quality),
         equipment_id = coalesce($7, equipment_id), measurements = coalesce($8::jsonb, measurements)
        WHERE equipment_id = $1 AND measured_at = $2`,
      [
        equipmentId,
        measuredAt,
        temperature,
        speed,
        pressure,
        quality && readingQualities.indexOf(quality),
        equipment,
        measurements && JSON.stringify(measurements),
      ],
    );
  }

  async remove(tx: EntityManager, { equipmentId, measuredAt }: HeldReading): Promise<void> {
    await this.database.preparedIn(
      tx,
      'reading.remove',
      'DELETE FROM reading WHERE equipment_id = $1 AND measured_at = $2',
      [equipmentId, measuredAt],
    );
  }
}

export interface HeldReading {
  readonly id: number;
  readonly equipmentId: number;
  /** As Postgres writes it, with its microseconds. */
  readonly measuredAt: string;
}

type ReadingRow = Omit<ReadingView, 'measurements'> & {
  readonly units: Units | null;
  readonly measurements: MeasurementValues | null;
};

function view(row: ReadingRow): ReadingView {
  const { units, measurements, ...reading } = row;
  const shown = inUnits({ ...reading, timestamp: microInstant(row.timestamp) }, units);
  return measurements === null ? shown : { ...shown, measurements };
}
