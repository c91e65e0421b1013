import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';
import { instantOfUs } from '../machines/micro-instant.js';
import { RollupStore } from './rollups/rollup.store.js';
import { ArrivalClock } from './arrival-clock.js';
import type { NewReading } from './values/new-reading.js';
import { copyReadings } from './reading-copy.js';
import type { StoredReading } from './values/stored-reading.js';

/* Below, one statement with arrays takes less time than COPY with its round trips. */
const MIN_ROWS_TO_COPY = 200;
const ROUNDS = 8;
const FIRST_SPREAD_US = 1000;

/** The only way of readings into the record: rows, their roll-ups and the batch that followers read. */
@Injectable()
export class ReadingWriter {
  private readonly clock = new ArrivalClock();

  constructor(
    private readonly database: Database,
    private readonly rollups: RollupStore,
  ) {}

  /**
   * Stores readings of equipment that the transaction holds, in partitions that exist. An equipment has one reading of a
   * moment: those that are there already are left as they are and not among the answer.
   */
  async store(tx: EntityManager, readings: readonly NewReading[]): Promise<StoredReading[]> {
    let stored: StoredReading[] = [];
    let left = readings;
    /* Two replicas may give the same microsecond to readings without a time of their own: these get another one. */
    for (let round = 0; round < ROUNDS && left.length > 0; round++) {
      const timed = await this.timed(tx, left, FIRST_SPREAD_US * 2 ** round);
      const ids = await this.insert(tx, timed);
      const isStored = (index: number) => ids === undefined || ids.has(timed[index]!.id);
      stored = stored.concat(ids === undefined ? timed : timed.filter((_, index) => isStored(index)));
      left = left.filter(({ measuredAtUs }, index) => measuredAtUs === null && !isStored(index));
    }
    if (left.length > 0) throw new Error(`${left.length} readings found no free moment`);
    await this.rollups.add(tx, stored);
    return stored;
  }

  private async timed(
    tx: EntityManager,
    readings: readonly NewReading[],
    spreadUs: number,
  ): Promise<StoredReading[]> {
    const runs = await this.database.preparedIn<Run>(tx, 'reading.take-ids', TAKE_IDS, [readings.length]);
    const arrivalUs = this.clock.take(readings.length, spreadUs);
    const timed: StoredReading[] = [];
    for (const { first_id, last_id } of runs)
      for (let id = first_id; id <= last_id; id++) {
        const { equipmentId, measuredAtUs, temperature, speed, pressure, quality, measurements } =
          readings[timed.length]!;
        const receivedAtUs = arrivalUs + timed.length;
        timed.push({
          id,
          equipmentId,
          measuredAtUs: measuredAtUs ?? receivedAtUs,
          receivedAtUs,
          temperature,
          speed,
          pressure,
          quality,
          measurements,
        });
      }
    return timed;
  }

  /** The ids that were stored; undefined where it was all of them. */
  private async insert(
    tx: EntityManager,
    readings: readonly StoredReading[],
  ): Promise<Set<number> | undefined> {
    if (readings.length >= MIN_ROWS_TO_COPY) {
      return copyReadings((await tx.queryRunner!.connect()) as PoolClient, readings);
    }
    const rows = await this.database.preparedIn<{ id: number }>(tx, 'reading.insert', INSERT, [
      readings.map(({ equipmentId }) => equipmentId),
      readings.map(({ measuredAtUs }) => instantOfUs(measuredAtUs)),
      readings.map(({ id }) => id),
      readings.map(({ receivedAtUs }) => instantOfUs(receivedAtUs)),
      readings.map(({ temperature }) => temperature),
      readings.map(({ speed }) => speed),
      readings.map(({ pressure }) => pressure),
      readings.map(({ quality }) => quality),
      readings.map(({ measurements }) => (measurements === undefined ? '{}' : JSON.stringify(measurements))),
    ]);
    return rows.length === readings.length ? undefined : new Set(rows.map(({ id }) => id));
  }
}

interface Run {
  first_id: number;
  last_id: number;
}

/* Ids that others take meanwhile leave gaps: a batch is a run without one. */
const TAKE_IDS = `
  WITH taken AS (SELECT nextval('reading_id') AS id, place FROM generate_series(1, $1::int) AS place),
       batch AS (INSERT INTO reading_batch (xid, first_id, last_id)
                 SELECT pg_current_xact_id()::text::bigint, min(id), max(id) FROM taken GROUP BY id - place
                 RETURNING first_id, last_id)
  SELECT first_id, last_id FROM batch ORDER BY 1`;

const INSERT = `
  INSERT INTO reading (equipment_id, measured_at, id, received_at, temperature, speed, pressure, quality, measurements)
  SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[], $4::timestamptz[], $5::float8[], $6::float8[],
                       $7::float8[], $8::smallint[], $9::jsonb[])
  ON CONFLICT (equipment_id, measured_at) DO NOTHING RETURNING id`;
