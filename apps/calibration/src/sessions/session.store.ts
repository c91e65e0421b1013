import { isUuid } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, Like } from 'typeorm';
import type { Owner } from '../owner.js';
import { Session } from './session.entity.js';

const TIMED_OUT = 'Session timed out';

/** Stores sessions. The next read of an expired session marks it as failed. */
@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  /** Returns undefined if there are `maxOfOrigin` sessions of the same origin; calls at the same moment may exceed it. */
  async insert(
    session: Partial<Session> & { id: string },
    timeoutSeconds: number,
    maxOfOrigin: number,
  ): Promise<Session | undefined> {
    const [row] = await this.database.prepared<Pick<Session, 'createdAt'>>(
      'session.insert',
      `INSERT INTO session (id, owner, origin, candidate_id, interview_id, metadata, expires_at)
       SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::jsonb, now() + $7 * interval '1 second'
        WHERE (SELECT count(*) FROM (SELECT FROM session WHERE origin = $3 LIMIT $8) AS own) < $8
       RETURNING created_at AS "createdAt"`,
      [
        session.id,
        session.owner,
        session.origin,
        session.candidateId,
        session.interviewId,
        session.metadata == null ? null : JSON.stringify(session.metadata),
        timeoutSeconds,
        maxOfOrigin,
      ],
    );
    return row && ({ ...session, ...row } as Session);
  }

  /**
   * Returns null for unknown sessions and those of other owners. A stranger who knows the id, which nobody can guess, may use a
   * stranger's session; it becomes theirs once they show a secret. With `tx` it locks the session.
   */
  async find(id: string, { name, isStranger, origin }: Owner, tx?: EntityManager): Promise<Session | null> {
    if (!isUuid(id)) return null;
    return this.database.entities(async (manager) => {
      await manager.query(
        `UPDATE session SET status = 'failed', error_message = $2, updated_at = now()
          WHERE id = $1 AND status = 'in_progress' AND expires_at < now()`,
        [id, TIMED_OUT],
      );
      if (isStranger && name !== origin)
        await manager.query(
          `UPDATE session SET owner = $2 WHERE id = $1 AND (owner = '' OR owner LIKE 'address:%')`,
          [id, name],
        );
      const owners = isStranger ? ['', Like('address:%'), Like('guest:%')] : [name];
      return manager.findOne(Session, {
        where: owners.map((owner) => ({ id, owner })),
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
  extend(tx: EntityManager, id: string, timeoutSeconds: number): void {
    this.database.sendIn(
      tx,
      'session.extend',
      `UPDATE session SET expires_at = now() + $2 * interval '1 second', updated_at = now() WHERE id = $1`,
      [id, timeoutSeconds],
    );
  }
}
