import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RollupStore } from './rollups/rollup.store.js';
import { ArrivalClock } from './arrival-clock.js';
import type { NewReading } from './values/new-reading.js';
import { ReadingBatchStore } from './reading-batch.store.js';
import { insertReadings } from './reading-insert.store.js';
import { isStored, type ReadingOutcome } from './values/reading-outcome.js';
import type { StoredReading } from './values/stored-reading.js';

const MAX_ROUNDS = 8;
const FIRST_SPREAD_US = 1000;

/** The only writer of readings: inserts rows, their roll-ups and the batch that followers read. */
@Injectable()
export class ReadingWriter {
  private readonly clock = new ArrivalClock();

  constructor(
    private readonly database: Database,
    private readonly batches: ReadingBatchStore,
    private readonly rollups: RollupStore,
  ) {}

  /**
   * Stores readings of machines that the transaction has locked, in partitions that exist. Returns what became of each: a machine
   * has one reading per measuring time, and one that is already stored stays as it is.
   */
  async store(tx: EntityManager, readings: readonly NewReading[]): Promise<ReadingOutcome[]> {
    const outcomes = new Array<ReadingOutcome>(readings.length);
    let left = readings.map((_, index) => index);
    /* Two replicas may give the same microsecond to readings without a measuring time: these get another one. */
    for (let round = 0; round < MAX_ROUNDS && left.length > 0; round++) {
      const sent = left.map((index) => readings[index]!);
      const timed = await this.timed(tx, sent, FIRST_SPREAD_US * 2 ** round);
      const duplicates = await insertReadings(this.database, tx, timed);
      left = left.filter((index, at) => {
        const outcome = duplicates.get(timed[at]!.id) ?? timed[at]!;
        outcomes[index] = outcome;
        return !isStored(outcome) && readings[index]!.measuredAtUs === null;
      });
    }
    if (left.length > 0) throw new Error(`${left.length} readings found no free measuring time`);
    await this.rollups.add(tx, outcomes.filter(isStored));
    return outcomes;
  }

  private async timed(
    tx: EntityManager,
    readings: readonly NewReading[],
    spreadUs: number,
  ): Promise<StoredReading[]> {
    const runs = await this.batches.takeIds(tx, readings.length);
    const arrivalUs = this.clock.take(readings.length, spreadUs);
    const timed: StoredReading[] = [];
    for (const { firstId, lastId } of runs)
      for (let id = firstId; id <= lastId; id++) {
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
}
