import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { StoredTime } from '@argus/persistence';

/** What became of face tasks. */
export interface FaceWork {
  readonly ended: number;
  readonly completed: number;
  /** Mean duration of the last attempt; null without any. */
  readonly meanSeconds: number | null;
  /** Since when they count. */
  readonly since: StoredTime;
}

@Injectable()
export class SystemStore {
  constructor(private readonly database: Database) {}

  ping(): Promise<void> {
    return this.database.ping();
  }

  /** Returns how many connections all processes have to the database. */
  async connections(): Promise<number> {
    const [row] = await this.database.prepared<{ connections: number }>(
      'system connections',
      'SELECT numbackends AS connections FROM pg_stat_database WHERE datname = current_database()',
    );
    return row!.connections;
  }

  async faceWork(hours: number): Promise<FaceWork> {
    const [row] = await this.database.prepared<FaceWork>(
      'system face work',
      `SELECT count(*)::int AS ended, count(*) FILTER (WHERE status = 'completed')::int AS completed,
              avg(extract(epoch FROM ended_at - started_at))::float8 AS "meanSeconds",
              now() - make_interval(hours => $1) AS since
         FROM face_task WHERE ended_at >= now() - make_interval(hours => $1)`,
      [hours],
    );
    return row!;
  }

  /** Returns the mean seconds from the acceptance of verifications to their end in the last hour; null without any. */
  async verificationSeconds(): Promise<number | null> {
    const [row] = await this.database.prepared<{ seconds: number | null }>(
      'system verifications',
      `SELECT avg(extract(epoch FROM ended_at - accepted_at))::float8 AS seconds
         FROM face_task WHERE kind = 'verify' AND ended_at >= now() - interval '1 hour'`,
    );
    return row!.seconds;
  }
}
