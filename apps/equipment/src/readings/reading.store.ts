import type { ReadingPatch, ReadingQuery, ReadingView } from '@argus/contracts';
import { readingQualities } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { microInstant } from '../micro-instant.js';

const COLUMNS = `id::float8 AS id, (measured_at AT TIME ZONE 'UTC')::text AS timestamp, temperature, speed, pressure,
  equipment_id::float8 AS equipment`;
/* Rows whose equipment is gone count as gone. */
const LIVES = 'EXISTS (SELECT FROM equipment WHERE equipment.id = reading.equipment_id)';
const orders: Readonly<Record<string, string>> = {
  id: 'id',
  '-id': 'id DESC',
  timestamp: 'measured_at, id',
  '-timestamp': 'measured_at DESC, id DESC',
};

/** The readings in the record. */
@Injectable()
export class ReadingStore {
  constructor(private readonly database: Database) {}

  async list({ equipment, from, to, ordering, limit }: ReadingQuery): Promise<ReadingView[]> {
    const conditions = [LIVES];
    const parameters: unknown[] = [limit];
    const where = (condition: string, value: unknown) => {
      if (value === undefined) return '-';
      conditions.push(`${condition} $${parameters.push(value)}`);
      return '+';
    };
    /* One plan for each set of filters: a plan for all of them would use no index. */
    const flags = [
      where('equipment_id =', equipment),
      where('measured_at >=', from),
      where('measured_at <', to),
    ];
    const rows = await this.database.prepared<ReadingView>(
      `reading.list.${ordering}.${flags.join('')}`,
      `SELECT ${COLUMNS} FROM reading WHERE ${conditions.join(' AND ')} ORDER BY ${orders[ordering]} LIMIT $1`,
      parameters,
    );
    return rows.map(view);
  }

  async find(id: number): Promise<ReadingView | undefined> {
    const [row] = await this.database.prepared<ReadingView>(
      'reading.find',
      `SELECT ${COLUMNS} FROM reading WHERE id = $1 AND ${LIVES}`,
      [id],
    );
    return row && view(row);
  }

  /** Of the reading that an equipment has of a moment. */
  async idOf(tx: EntityManager, equipmentId: number, measuredAt: string): Promise<number | undefined> {
    const [row] = await this.database.preparedIn<{ id: number }>(
      tx,
      'reading.id-of',
      'SELECT id::float8 AS id FROM reading WHERE equipment_id = $1 AND measured_at = $2',
      [equipmentId, measuredAt],
    );
    return row?.id;
  }

  /** What is not given stays; undefined when there is no such reading. */
  async change(tx: EntityManager, id: number, patch: ReadingPatch): Promise<ReadingView | undefined> {
    const quality = patch.quality && readingQualities.indexOf(patch.quality);
    const [row] = await this.database.preparedIn<ReadingView>(
      tx,
      'reading.change',
      `UPDATE reading SET temperature = coalesce($2, temperature), speed = coalesce($3, speed),
         pressure = coalesce($4, pressure), quality = coalesce($5, quality),
         equipment_id = coalesce($6, equipment_id)
        WHERE id = $1 AND ${LIVES} RETURNING ${COLUMNS}`,
      [id, patch.temperature, patch.speed, patch.pressure, quality, patch.equipment],
    );
    return row && view(row);
  }

  async remove(tx: EntityManager, id: number): Promise<boolean> {
    const rows = await this.database.preparedIn(
      tx,
      'reading.remove',
      `DELETE FROM reading WHERE id = $1 AND ${LIVES} RETURNING 1`,
      [id],
    );
    return rows.length === 1;
  }
}

const view = (row: ReadingView): ReadingView => ({ ...row, timestamp: microInstant(row.timestamp) });
