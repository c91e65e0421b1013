import type {
  Instant,
  MeasurementValues,
  ReadingPatch,
  ReadingQuery,
  ReadingView,
  Units,
} from '@argus/contracts';
import { readingQualities } from '@argus/contracts';
import { Database, type StoredTime } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { microInstant } from '../machines/micro-instant.js';
import { inUnits } from './units.js';

const COLUMNS = `reading.id, (measured_at AT TIME ZONE 'UTC')::text AS timestamp, temperature, speed,
  pressure, equipment_id AS equipment, quality, units, nullif(measurements, '{}') AS measurements`;
/* Readings of a removed machine are not shown. */
const MACHINE_EXISTS = 'equipment.id = reading.equipment_id';
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

/** The last reading of the previous piece of a list. */
export type ListPlace = Pick<ReadingView, 'id' | 'timestamp'>;

@Injectable()
export class ReadingStore {
  constructor(private readonly database: Database) {}

  /** Returns the next rows of a list, in the order that the query asks for. */
  async list(
    { equipment, from, to, ordering }: ReadingQuery,
    after: ListPlace | undefined,
    limit: number,
  ): Promise<ReadingView[]> {
    const { columns, direction } = orders[ordering]!;
    const conditions = [MACHINE_EXISTS];
    const parameters: unknown[] = [limit];
    const where = (condition: string, ...values: readonly unknown[]): string => {
      if (values[0] === undefined) return '-';
      const places = values.map((value) => `$${parameters.push(value)}`);
      conditions.push(`${condition} (${places.join(', ')})`);
      return '+';
    };
    const isAfter = `(${columns.join(', ')}) ${direction === 'ASC' ? '>' : '<'}`;
    /* One plan per set of filters: a single plan for all of them would use no index. */
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
      `SELECT ${COLUMNS} FROM reading, equipment WHERE reading.id = $1 AND ${MACHINE_EXISTS}`,
      [id],
    );
    return row && view(row);
  }

  /** Returns the readings that exist, in the order of the ids given. */
  async ofIds(ids: readonly number[], equipmentId: number | undefined): Promise<ReadingView[]> {
    const rows = await this.database.prepared<ReadingRow>(
      'reading.of-ids',
      `SELECT ${COLUMNS} FROM reading, equipment
        WHERE reading.id = ANY($1::bigint[]) AND ${MACHINE_EXISTS} AND ($2::bigint IS NULL OR equipment_id = $2)`,
      [ids, equipmentId],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => {
      const row = byId.get(id);
      return row ? [view(row)] : [];
    });
  }

  /**
   * Locks a reading, then its machine against removal. Returns undefined if either is missing. These are two statements: after
   * waiting for a correction, a single one would join the new row with the former machine.
   */
  async lock(tx: EntityManager, id: number): Promise<LockedReading | undefined> {
    const [row] = await this.database.preparedIn<
      Omit<LockedReading, 'measuredAt'> & { measuredAt: StoredTime }
    >(
      tx,
      'reading.lock',
      `SELECT id, equipment_id AS "equipmentId", measured_at AS "measuredAt"
         FROM reading WHERE id = $1 FOR UPDATE`,
      [id],
    );
    if (row === undefined) return undefined;
    const owner = await this.database.preparedIn(
      tx,
      'reading.lock-owner',
      'SELECT 1 FROM equipment WHERE id = $1 FOR KEY SHARE',
      [row.equipmentId],
    );
    return owner.length === 1 ? { ...row, measuredAt: row.measuredAt.exact } : undefined;
  }

  /**
   * Fields that are not given stay. Values are in stored units. Measurements replace the stored ones or are merged into them,
   * where null removes one.
   */
  async change(
    tx: EntityManager,
    { equipmentId, measuredAt }: LockedReading,
    { temperature, speed, pressure, quality, equipment, measurements }: ReadingPatch,
    merges: boolean,
  ): Promise<void> {
    this.database.sendIn(
      tx,
      'reading.change',
      `UPDATE reading SET temperature = coalesce($3, temperature), speed = coalesce($4, speed),
         pressure = coalesce($5, pressure), quality = coalesce($6, quality),
         equipment_id = coalesce($7, equipment_id), measurements = coalesce(
           CASE WHEN $9 THEN jsonb_strip_nulls(measurements || $8::jsonb) ELSE $8::jsonb END, measurements)
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
        merges,
      ],
    );
  }

  async remove(tx: EntityManager, { equipmentId, measuredAt }: LockedReading): Promise<void> {
    this.database.sendIn(
      tx,
      'reading.remove',
      'DELETE FROM reading WHERE equipment_id = $1 AND measured_at = $2',
      [equipmentId, measuredAt],
    );
  }
}

export interface LockedReading {
  readonly id: number;
  readonly equipmentId: number;
  readonly measuredAt: Instant;
}

type ReadingRow = Omit<ReadingView, 'measurements' | 'quality'> & {
  readonly quality: number;
  readonly units: Units | null;
  readonly measurements: MeasurementValues | null;
};

function view(row: ReadingRow): ReadingView {
  const { units, measurements, quality, ...reading } = row;
  const shown = inUnits({ ...reading, timestamp: microInstant(row.timestamp) }, units);
  return {
    ...shown,
    ...(quality > 0 && { quality: readingQualities[quality]! }),
    ...(measurements !== null && { measurements }),
  };
}
