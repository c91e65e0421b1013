import { isUuid } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Session } from './session.entity.js';

const TIMED_OUT = 'Session timed out';

/** Stores sessions. The next read of an expired session marks it as failed. */
@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  async insert(session: Partial<Session> & { id: string }, timeoutSeconds: number): Promise<Session> {
    const [row] = await this.database.prepared<Pick<Session, 'createdAt'>>(
      'session.insert',
      `INSERT INTO session (id, owner, candidate_id, interview_id, metadata, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second') RETURNING created_at AS "createdAt"`,
      [
        session.id,
        session.owner,
        session.candidateId,
        session.interviewId,
        session.metadata == null ? null : JSON.stringify(session.metadata),
        timeoutSeconds,
      ],
    );
    return { ...session, ...row } as Session;
  }

  /** Returns null for unknown sessions and those of other owners. With `tx` it locks the session. */
  async find(id: string, owner: string, tx?: EntityManager): Promise<Session | null> {
    if (!isUuid(id)) return null;
    return this.database.entities(async (manager) => {
      await manager.query(
        `UPDATE session SET status = 'failed', error_message = $3, updated_at = now()
          WHERE id = $1 AND owner = $2 AND status = 'in_progress' AND expires_at < now()`,
        [id, owner, TIMED_OUT],
      );
      return manager.findOne(Session, {
        where: { id, owner },
        ...(tx && { lock: { mode: 'pessimistic_write' } }),
      });
    }, tx);
  }

  async change(id: string, change: Partial<Session>, tx?: EntityManager): Promise<void> {
    await this.database.entities(
      (manager) => manager.update(Session, id, { ...change, updatedAt: () => 'now()' } as object),
      tx,
    );
  }

  /**
   * Fails the session unless it is completed: the failed fit may have read an old state. It is a single statement, so it runs
   * entirely before or after a concurrent completion.
   */
  async fail(id: string, errorMessage: string): Promise<void> {
    await this.database.prepared(
      'session.fail',
      `UPDATE session SET status = 'failed', error_message = $2, updated_at = now()
        WHERE id = $1 AND status <> 'completed'`,
      [id, errorMessage],
    );
  }

  /** Reopens the session unless it is completed. Returns whether it did. */
  async reopen(id: string, timeoutSeconds: number): Promise<boolean> {
    const reopened = await this.database.prepared(
      'session.reopen',
      `UPDATE session SET status = 'in_progress', error_message = NULL, updated_at = now(),
                          expires_at = now() + $2 * interval '1 second'
        WHERE id = $1 AND status <> 'completed' RETURNING id`,
      [id, timeoutSeconds],
    );
    return reopened.length > 0;
  }

  /** Restarts the session's time-out. Locks the session. */
  async extend(tx: EntityManager, id: string, timeoutSeconds: number): Promise<void> {
    await tx.query(
      `UPDATE session SET expires_at = now() + $2 * interval '1 second', updated_at = now() WHERE id = $1`,
      [id, timeoutSeconds],
    );
  }
}
