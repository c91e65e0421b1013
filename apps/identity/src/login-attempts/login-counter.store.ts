import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { isKnown } from './allowance.js';
import { LoginCounter } from './login-counter.entity.js';

@Injectable()
export class LoginCounterStore {
  constructor(private readonly database: Database) {}

  /** Returns the counters by key and creates missing ones. Locks them in the order of their keys. */
  async lock(tx: EntityManager, keys: readonly string[]): Promise<ReadonlyMap<string, LoginCounter>> {
    this.database.sendIn(
      tx,
      'login-counter-make',
      `INSERT INTO login_counter (key) SELECT key FROM unnest($1::text[]) key ORDER BY key ON CONFLICT DO NOTHING`,
      [keys],
    );
    const rows = await tx.find(LoginCounter, {
      where: { key: In(keys) },
      order: { key: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return new Map(rows.map((row) => [row.key, row]));
  }

  async store(
    tx: EntityManager,
    counters: readonly Pick<LoginCounter, 'key' | 'failures' | 'windowFrom' | 'lastFailureAt'>[],
  ): Promise<void> {
    this.database.sendIn(
      tx,
      'login-counter-store',
      `UPDATE login_counter c SET failures = n.failures, window_from = n.window_from,
         last_failure_at = n.last_failure_at
       FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[])
         AS n (key, failures, window_from, last_failure_at)
       WHERE c.key = n.key`,
      [
        counters.map(({ key }) => key),
        counters.map(({ failures }) => failures),
        counters.map(({ windowFrom }) => windowFrom),
        counters.map(({ lastFailureAt }) => lastFailureAt),
      ],
    );
  }

  /** Returns whether somebody logged in at the place within ninety days. */
  async isKnown(place: string, now: Date): Promise<boolean> {
    const counter = await this.database.entities((manager) =>
      manager.findOneBy(LoginCounter, { key: place }),
    );
    return counter !== null && isKnown(counter, now);
  }

  /** Subtracts one failure from the address and zeroes the other counters. */
  async succeed(tx: EntityManager, keys: readonly string[]): Promise<void> {
    this.database.sendIn(
      tx,
      'login-counter-succeed',
      `UPDATE login_counter SET
         failures = CASE WHEN key LIKE 'address/%' THEN greatest(failures - 1, 0) ELSE 0 END
       WHERE key IN (SELECT key FROM login_counter WHERE key = ANY($1) ORDER BY key FOR UPDATE)`,
      [keys],
    );
  }

  async makeKnown(tx: EntityManager, place: string): Promise<void> {
    this.database.sendIn(
      tx,
      'login-counter-make-known',
      `INSERT INTO login_counter (key, last_success_at) VALUES ($1, now())
       ON CONFLICT (key) DO UPDATE SET last_success_at = now()`,
      [place],
    );
  }

  async delete(tx: EntityManager, keys: readonly string[]): Promise<void> {
    this.database.sendIn(tx, 'login-counter-delete', 'DELETE FROM login_counter WHERE key = ANY($1)', [keys]);
  }

  /** Deletes counters that no longer affect any attempt. */
  async deleteStale(): Promise<void> {
    await this.database.query(
      `DELETE FROM login_counter WHERE coalesce(last_failure_at, window_from) < now() - interval '1 day'
         AND coalesce(last_success_at, '-infinity') < now() - interval '90 days'`,
    );
  }
}
