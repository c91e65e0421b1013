import { isUuid } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Session } from './session.entity.js';

const TIMED_OUT = 'Session timed out';

/** Sessions in the record. A session whose time ran out is failed from then on, whoever looks first. */
@Injectable()
export class SessionStore {
  constructor(private readonly database: Database) {}

  async insert(session: Partial<Session> & { id: string }, timeoutSeconds: number): Promise<Session> {
    const [row] = await this.database.prepared<{ created_at: Date }>(
      'session.insert',
      `INSERT INTO session (id, owner, candidate_id, interview_id, metadata, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 second') RETURNING created_at`,
      [
        session.id,
        session.owner,
        session.candidateId,
        session.interviewId,
        session.metadata == null ? null : JSON.stringify(session.metadata),
        timeoutSeconds,
      ],
    );
    return { ...session, createdAt: row!.created_at } as Session;
  }

  /** Undefined for unknown sessions and those of others. */
  async find(id: string, owner: string, tx?: EntityManager): Promise<Session | undefined> {
    if (!isUuid(id)) return undefined;
    const manager = tx ?? this.database.dataSource.manager;
    await manager.query(
      `UPDATE session SET status = 'failed', error_message = $3, updated_at = now()
        WHERE id = $1 AND owner = $2 AND status = 'in_progress' AND expires_at < now()`,
      [id, owner, TIMED_OUT],
    );
    const found = await manager.findOne(Session, {
      where: { id, owner },
      ...(tx && { lock: { mode: 'pessimistic_write' } }),
    });
    return found ?? undefined;
  }

  async change(id: string, change: Partial<Session>, tx?: EntityManager): Promise<void> {
    const manager = tx ?? this.database.dataSource.manager;
    await manager.update(Session, id, { ...change, updatedAt: () => 'now()' } as object);
  }

  /**
   * It failed, unless it is completed by then: what a fit that failed saw of the session may be long past. One statement, so
   * that it comes wholly before or wholly after a completion that succeeds meanwhile.
   */
  async fail(id: string, errorMessage: string): Promise<void> {
    await this.database.prepared(
      'session.fail',
      `UPDATE session SET status = 'failed', error_message = $2, updated_at = now()
        WHERE id = $1 AND status <> 'completed'`,
      [id, errorMessage],
    );
  }

  /** It goes on, unless it is completed by then; answers whether it does. */
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

  /** Something new arrived: its time begins again. */
  async extend(
    id: string,
    timeoutSeconds: number,
    tx: EntityManager = this.database.dataSource.manager,
  ): Promise<void> {
    await tx.query(
      `UPDATE session SET expires_at = now() + $2 * interval '1 second', updated_at = now() WHERE id = $1`,
      [id, timeoutSeconds],
    );
  }
}
