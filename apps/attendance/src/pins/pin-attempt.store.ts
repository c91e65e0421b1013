import { Database, deleteRows } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What limits tries. */
export interface PinCounter {
  readonly key: string;
  /** Tries without a pause. */
  readonly free: number;
  /** Failures this long ago are forgiven when nothing failed since. */
  readonly forgivenSeconds: number;
}

/** Pause after the free tries: 30 s, doubled by each further one up to an hour. */
const PAUSE = `make_interval(secs => CASE WHEN tried.failures < asked.free THEN 0
  ELSE least(3600, 30 * 2 ^ least(tried.failures - asked.free, 10)) END)`;

@Injectable()
export class PinAttemptStore {
  constructor(private readonly database: Database) {}

  /**
   * Counts a failure ahead with each counter, as tries side by side would otherwise all come before the pause. Locks the counters until the
   * commit, in the order of their keys. Returns the seconds to wait; 0 where the try may be made.
   */
  async charge(tx: EntityManager, counters: readonly PinCounter[]): Promise<number> {
    const sorted = [...counters].sort((one, other) => (one.key < other.key ? -1 : 1));
    const parameters = [
      sorted.map(({ key }) => key),
      sorted.map(({ free }) => free),
      sorted.map(({ forgivenSeconds }) => forgivenSeconds),
    ];
    const asked = 'unnest($1::text[], $2::int[], $3::int[]) AS asked (key, free, forgiven)';
    await tx.query(
      `INSERT INTO pin_attempt (key, failures, last_at)
       SELECT key, 0, clock_timestamp() FROM ${asked} ORDER BY key
       ON CONFLICT (key) DO UPDATE SET failures = pin_attempt.failures`,
      parameters,
    );
    const [{ wait }] = await tx.query<[{ wait: number }]>(
      `SELECT coalesce(max(extract(epoch FROM tried.last_at + ${PAUSE} - clock_timestamp())), 0)::float8 AS wait
         FROM ${asked} JOIN pin_attempt tried USING (key)
        WHERE tried.last_at + make_interval(secs => asked.forgiven) > clock_timestamp()`,
      parameters,
    );
    if (wait > 0) return Math.ceil(wait);
    await tx.query(
      `UPDATE pin_attempt tried SET last_at = clock_timestamp(), failures = 1 + CASE
           WHEN tried.last_at + make_interval(secs => asked.forgiven) > clock_timestamp() THEN tried.failures ELSE 0 END
         FROM ${asked} WHERE tried.key = asked.key`,
      parameters,
    );
    return 0;
  }

  /** A success takes back what was counted ahead; `cleared` forgets all that failed before. */
  async forgive(tx: EntityManager, cleared: string, other: string): Promise<void> {
    await tx.query('DELETE FROM pin_attempt WHERE key = $1', [cleared]);
    await tx.query('UPDATE pin_attempt SET failures = greatest(failures - 1, 0) WHERE key = $1', [other]);
  }

  async deleteOld(): Promise<void> {
    await deleteRows(this.database, 'pin_attempt', 'last_at < now() - make_interval(days => $1)', 2);
  }
}
