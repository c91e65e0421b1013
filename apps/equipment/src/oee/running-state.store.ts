import { Database } from '@argus/persistence';
import { DomainError } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { Span } from './span.js';

/** A time in which an equipment was measured as running, or as standing still. */
export interface MeasuredState extends Span {
  readonly isRunning: boolean;
}

const MOST_STATES = 50_000;

/* A reading tells the state until the next one, but no longer than so many milliseconds. */
const STATES = `
  WITH told AS (
    SELECT extract(epoch FROM measured_at)::float8 * 1000 AS at, speed > $4 AS running
      FROM reading
     WHERE equipment_id = $1 AND quality < 2 AND measured_at < $3
       AND measured_at > $2::timestamptz - $5::float8 * interval '1 millisecond'),
  lasting AS (
    SELECT at, running, least(lead(at) OVER (ORDER BY at), at + $5::float8) AS until FROM told),
  edges AS (
    SELECT *, CASE WHEN running = lag(running) OVER (ORDER BY at) AND at <= lag(until) OVER (ORDER BY at)
                   THEN 0 ELSE 1 END AS edge FROM lasting),
  numbered AS (SELECT *, sum(edge) OVER (ORDER BY at) AS place FROM edges)
  SELECT min(at) AS "fromMs", max(until) AS "toMs", bool_or(running) AS "isRunning"
    FROM numbered GROUP BY place ORDER BY 1 LIMIT ${MOST_STATES + 1}`;

/** What readings of the speed tell about running. */
@Injectable()
export class RunningStateStore {
  constructor(private readonly database: Database) {}

  /** In order of time, gaps where nothing is known; the first and the last may reach over the ends. */
  async states(
    equipmentId: number,
    { fromMs, toMs }: Span,
    { runningAboveRpm, knownForMs }: { readonly runningAboveRpm: number; readonly knownForMs: number },
  ): Promise<MeasuredState[]> {
    const rows = await this.database.prepared<MeasuredState>('oee.states', STATES, [
      equipmentId,
      new Date(fromMs),
      new Date(toMs),
      runningAboveRpm,
      knownForMs,
    ]);
    if (rows.length > MOST_STATES) throw new DomainError('TOO_MANY_CHANGES');
    return rows;
  }
}
