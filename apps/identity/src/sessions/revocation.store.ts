import type { Revocation } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

const columns = `position, session_id,
  floor(extract(epoch FROM forget_at) * 1000)::float8 AS forget_at_ms`;

@Injectable()
export class RevocationStore {
  constructor(private readonly database: Database) {}

  /** Returns revocations after a position whose access tokens may still live, oldest first. */
  since(position: number, limit: number): Promise<Revocation[]> {
    return this.database.query<Revocation>(
      `SELECT ${columns} FROM revocation WHERE position > $1 AND forget_at > now() ORDER BY position LIMIT $2`,
      [position, limit],
    );
  }

  /**
   * Inserts revocations of these sessions or API keys. Locks until the commit: positions must become visible in order, or a
   * reader of a later one would miss an earlier one.
   */
  async insert(tx: EntityManager, ids: readonly string[], seconds: number): Promise<Revocation[]> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.revocation', 0))`);
    return tx.query<Revocation[]>(
      `INSERT INTO revocation (session_id, forget_at)
       SELECT id, clock_timestamp() + make_interval(secs => $2) FROM unnest($1::uuid[]) id RETURNING ${columns}`,
      [ids, seconds],
    );
  }

  async deleteForgotten(): Promise<void> {
    await this.database.query('DELETE FROM revocation WHERE forget_at < now()');
  }
}
