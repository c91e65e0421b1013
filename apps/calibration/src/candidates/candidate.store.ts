import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface Erased {
  readonly sessions: number;
  readonly samples: number;
  readonly calibrations: number;
  readonly screens: number;
}

/* Short transactions: nobody who adds a frame waits for the whole sweep. */
const SESSIONS_AT_ONCE = 200;

const ofCandidate = 'owner = $1 AND candidate_id = $2';

/** All that is kept of candidates, and how it ends. */
@Injectable()
export class CandidateStore {
  constructor(private readonly database: Database) {}

  /** All or nothing. Calls that are adding to a session at that moment come before it or find no session. */
  erase(owner: string, candidateId: string): Promise<Erased> {
    const candidate = [owner, candidateId];
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT FROM session WHERE ${ofCandidate} ORDER BY id FOR UPDATE`, candidate);
      const sessions = `(SELECT id FROM session WHERE ${ofCandidate})`;
      return {
        samples: await count(tx, `DELETE FROM sample WHERE session_id IN ${sessions}`, candidate),
        calibrations: await count(tx, `DELETE FROM calibration WHERE ${ofCandidate}`, candidate),
        sessions: await count(tx, `DELETE FROM session WHERE ${ofCandidate}`, candidate),
        screens: await count(tx, `DELETE FROM screen WHERE ${ofCandidate}`, candidate),
      };
    });
  }

  /** Ends sessions that nothing happened to since, with their samples and calibrations; then screens that have none. */
  async forgetUntouchedFor(days: number): Promise<Pick<Erased, 'sessions' | 'screens'>> {
    let sessions = 0;
    for (let found = SESSIONS_AT_ONCE; found === SESSIONS_AT_ONCE; sessions += found)
      found = await count(
        this.database.dataSource.manager,
        `DELETE FROM session WHERE id IN (
           SELECT id FROM session WHERE updated_at < now() - $1 * interval '1 day'
            ORDER BY updated_at LIMIT ${SESSIONS_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
        [days],
      );
    const screens = await count(
      this.database.dataSource.manager,
      `DELETE FROM screen WHERE saved_at < now() - $1 * interval '1 day' AND NOT EXISTS (
         SELECT FROM session WHERE session.owner = screen.owner AND session.candidate_id = screen.candidate_id)`,
      [days],
    );
    return { sessions, screens };
  }
}

async function count(tx: EntityManager, statement: string, parameters: unknown[]): Promise<number> {
  const [row] = await tx.query<{ count: number }[]>(
    `WITH gone AS (${statement} RETURNING 1) SELECT count(*)::int AS count FROM gone`,
    parameters,
  );
  return row!.count;
}
