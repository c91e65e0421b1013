import { readingQualities } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { StoredReading } from './stored-reading.js';

/** A reading on its way to the record, checked and in the canonical units. */
export interface NewReading {
  readonly equipmentId: number;
  /** ISO 8601 with its offset; null for the time of arrival. */
  readonly measuredAt: string | null;
  readonly temperature: number;
  readonly speed: number;
  readonly pressure: number;
  /** Place in `readingQualities`. */
  readonly quality: number;
}

interface StoredRow {
  id: number;
  equipment_id: number;
  measured_at: Date;
  received_at: Date;
  temperature: number;
  speed: number;
  pressure: number;
  quality: number;
}

/** The only way of readings into the record. */
@Injectable()
export class ReadingWriter {
  constructor(private readonly database: Database) {}

  /**
   * Stores readings of equipment that the transaction holds, in partitions that exist. An equipment has one reading of a
   * moment: those that are there already are left as they are and not among the answer.
   */
  async store(tx: EntityManager, readings: readonly NewReading[]): Promise<StoredReading[]> {
    const rows = await this.database.preparedIn<StoredRow>(tx, 'reading.store', STORE, [
      readings.map(({ equipmentId }) => equipmentId),
      readings.map(({ measuredAt }) => measuredAt),
      readings.map(({ temperature }) => temperature),
      readings.map(({ speed }) => speed),
      readings.map(({ pressure }) => pressure),
      readings.map(({ quality }) => quality),
    ]);
    return rows.map((row) => ({
      id: row.id,
      equipmentId: row.equipment_id,
      measuredAt: row.measured_at,
      receivedAt: row.received_at,
      temperature: row.temperature,
      speed: row.speed,
      pressure: row.pressure,
      quality: readingQualities[row.quality]!,
    }));
  }
}

/* Readings without a time of their own get that of their arrival, a microsecond apart in the order of sending. */
const STORE = `
  INSERT INTO reading (equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality)
  SELECT equipment_id, coalesce(measured_at, clock_timestamp() + place * interval '1 microsecond'),
         nextval('reading_id'), clock_timestamp(), temperature, speed, pressure, quality
    FROM unnest($1::bigint[], $2::timestamptz[], $3::float8[], $4::float8[], $5::float8[], $6::smallint[])
      WITH ORDINALITY AS sent (equipment_id, measured_at, temperature, speed, pressure, quality, place)
   ORDER BY place
  ON CONFLICT (equipment_id, measured_at) DO NOTHING
  RETURNING id::float8 AS id, equipment_id::float8 AS equipment_id, measured_at, received_at,
            temperature, speed, pressure, quality`;
