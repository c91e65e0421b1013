import { DomainError, Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { Span } from '../spans/span.js';

/** A time in which a machine was measured as running, or as standing still. */
export interface MeasuredState extends Span {
  readonly isRunning: boolean;
}

export interface RunningCriterion {
  readonly runningAboveRpm: number;
  /** The longest time for which a reading is valid; it ends earlier with the next reading. */
  readonly knownForMs: number;
}

/** A reading whose state differs from the previous one, or that follows a gap. */
interface Change {
  readonly atMs: number;
  /** Time of the previous reading; null for the first. */
  readonly beforeMs: number | null;
  readonly isRunning: boolean;
}

const MAX_CHANGES = 50_000;

const epochMs = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/*
 * $1 equipment, $2 and $3 ends of the time, $4 threshold, $5 validity of a reading in milliseconds. If all readings of a minute give
 * the same state and are valid for a minute or longer, its first and last reading suffice. Only other minutes are read.
 */
const OBSERVATIONS = `
  WITH minute AS MATERIALIZED (
    SELECT starts_at, first_at, last_at, speed_min > $4 AS running,
           (speed_min > $4) = (speed_max > $4) AND $5::float8 >= 60000
             AND starts_at > $2 AND starts_at + interval '1 minute' <= $3 AS is_uniform
      FROM rollup
     WHERE equipment_id = $1 AND period_s = 60
       AND starts_at > $2::timestamptz - interval '1 minute' AND starts_at < $3::timestamptz),
  observation AS (
    SELECT first_at AS at, running FROM minute WHERE is_uniform
    UNION ALL SELECT last_at, running FROM minute WHERE is_uniform AND last_at > first_at
    UNION ALL SELECT measured_at, speed > $4 FROM minute CROSS JOIN LATERAL (
      SELECT measured_at, speed FROM reading
       WHERE equipment_id = $1 AND quality < 2 AND measured_at > $2 AND measured_at < $3
         AND measured_at >= starts_at AND measured_at < starts_at + interval '1 minute') AS r
     WHERE NOT is_uniform)`;

/* The last reading is always returned, because its state is valid beyond it. */
const CHANGES = `${OBSERVATIONS}
  SELECT ${epochMs('at')} AS "atMs", ${epochMs('before')} AS "beforeMs", running AS "isRunning", is_change AS "isChange"
    FROM (SELECT at, running, lag(at) OVER w AS before, lead(at) OVER w IS NULL AS is_last,
                 lag(at) OVER w IS NULL OR running <> lag(running) OVER w
                   OR lag(at) OVER w < at - $5::float8 * interval '1 millisecond' AS is_change
            FROM observation WINDOW w AS (ORDER BY at)) AS r
   WHERE is_change OR is_last ORDER BY at LIMIT ${MAX_CHANGES + 1}`;

/** Derives from readings of the speed when a machine was running. */
@Injectable()
export class RunningStateStore {
  constructor(private readonly database: Database) {}

  /**
   * Returns states sorted by time, with gaps where nothing is known. The first and the last may reach over the ends. Throws
   * TOO_MANY_CHANGES.
   */
  async states(
    equipmentId: number,
    { fromMs, toMs }: Span,
    { runningAboveRpm, knownForMs }: RunningCriterion,
  ): Promise<MeasuredState[]> {
    const rows = await this.database.prepared<Change & { isChange: boolean }>('oee.changes', CHANGES, [
      equipmentId,
      Instant.nearestMs(fromMs - knownForMs),
      Instant.nearestMs(toMs),
      runningAboveRpm,
      knownForMs,
    ]);
    if (rows.length > MAX_CHANGES) throw new DomainError('TOO_MANY_CHANGES');
    const lastMs = rows.at(-1)?.atMs ?? NaN;
    return statesBetween(
      rows.filter(({ isChange }) => isChange),
      lastMs,
      knownForMs,
    );
  }
}

/** A state lasts until the next change, but no longer than its last reading is valid. */
function statesBetween(changes: readonly Change[], lastMs: number, knownForMs: number): MeasuredState[] {
  return changes.map(({ atMs, isRunning }, at) => {
    const next = changes[at + 1];
    const lastReadingMs = next ? next.beforeMs! : lastMs;
    const toMs = Math.min(lastReadingMs + knownForMs, next?.atMs ?? Infinity);
    return { fromMs: atMs, toMs, isRunning };
  });
}
