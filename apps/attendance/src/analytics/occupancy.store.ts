import type { CameraCounts, Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';

export interface Passages {
  /** People who went in while they counted as outside. */
  readonly entries: number;
  /** People who went out while they counted as inside. */
  readonly exits: number;
  /** Whether anything tells directions. */
  readonly isTold: boolean;
}

@Injectable()
export class OccupancyStore {
  constructor(private readonly database: Database) {}

  /** Counts passages since a moment at which everybody counts as outside. Nobody enters or leaves twice in a row. */
  async passages(since: Instant): Promise<Passages> {
    const [row] = await this.database.prepared<Passages>(
      'occupancy passages',
      `WITH passed AS (
         SELECT direction, lag(direction) OVER (PARTITION BY person_id ORDER BY occurred_at, id) AS former
           FROM attendance_log WHERE occurred_at >= $1 AND occurred_at <= now() AND direction IS NOT NULL)
       SELECT count(*) FILTER (WHERE direction = 'in' AND former IS DISTINCT FROM 'in')::int AS entries,
              count(*) FILTER (WHERE direction = 'out' AND former = 'in')::int AS exits,
              count(*) > 0 OR EXISTS (SELECT FROM camera WHERE is_active AND direction <> 'none') AS "isTold"
         FROM passed`,
      [since],
    );
    return row!;
  }

  async cameras(): Promise<CameraCounts> {
    const [row] = await this.database.prepared<CameraCounts>(
      'occupancy cameras',
      `SELECT count(*) FILTER (WHERE NOT maintenance AND status = 'online')::int AS online,
              count(*) FILTER (WHERE NOT maintenance AND status = 'offline')::int AS offline,
              count(*) FILTER (WHERE NOT maintenance AND status = 'error')::int AS errors,
              count(*) FILTER (WHERE maintenance)::int AS maintenance
         FROM camera WHERE is_active`,
    );
    return row!;
  }
}
