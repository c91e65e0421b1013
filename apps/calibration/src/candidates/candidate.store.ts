import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ofStrangers, type Owner } from '../owner.js';

export interface Erased {
  readonly sessions: number;
  readonly samples: number;
  readonly calibrations: number;
  readonly screens: number;
}

/* Short transactions, so that writers do not wait for the whole sweep. */
const MAX_SESSIONS_AT_ONCE = 200;
const MAX_UNUSED_AT_ONCE = 10_000;

const ofCandidate = 'owner = ANY ($1) AND candidate_id = $2';

/** Erases everything stored about candidates. */
@Injectable()
export class CandidateStore {
  constructor(private readonly database: Database) {}

  /** Erases everything in one transaction. Locks the sessions: concurrent writers commit before or find no session. */
  erase({ name, origin }: Owner, candidateId: string): Promise<Erased> {
    /* A first session stands under the address until its secret is shown. */
    const candidate = [[name, origin], candidateId];
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

  /** Deletes sessions unchanged for `days` with their samples and calibrations, then screens without a session. */
  async eraseUnchangedFor(days: number): Promise<Pick<Erased, 'sessions' | 'screens'>> {
    let sessions = 0;
    for (let found = MAX_SESSIONS_AT_ONCE; found === MAX_SESSIONS_AT_ONCE; sessions += found)
      found = await this.#count(
        `DELETE FROM session WHERE id IN (
           SELECT id FROM session WHERE updated_at < now() - $1 * interval '1 day'
            ORDER BY updated_at LIMIT ${MAX_SESSIONS_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
        [days],
      );
    const screens = await this.#count(
      `DELETE FROM screen WHERE saved_at < now() - $1 * interval '1 day' AND NOT EXISTS (
         SELECT FROM session WHERE session.owner = screen.owner AND session.candidate_id = screen.candidate_id)`,
      [days],
    );
    return { sessions, screens };
  }

  /** Deletes sessions of callers without a token in which nothing was measured for a day. */
  eraseUnusedOfStrangers(): Promise<number> {
    return this.#count(
      `DELETE FROM session WHERE id IN (
         SELECT id FROM session WHERE updated_at < now() - interval '1 day' AND ${ofStrangers}
            AND NOT EXISTS (SELECT FROM sample WHERE session_id = session.id)
          LIMIT ${MAX_UNUSED_AT_ONCE} FOR UPDATE SKIP LOCKED)`,
      [],
    );
  }

  #count(statement: string, parameters: unknown[]): Promise<number> {
    return this.database.entities((manager) => count(manager, statement, parameters));
  }
}

async function count(tx: EntityManager, statement: string, parameters: unknown[]): Promise<number> {
  const [row] = await tx.query<{ count: number }[]>(
    `WITH gone AS (${statement} RETURNING 1) SELECT count(*)::int AS count FROM gone`,
    parameters,
  );
  return row!.count;
}
