import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChainStart } from './audit-chain.js';
import type { AuditEvent } from './audit-event.entity.js';
import type { AuditHead } from './audit-head.entity.js';

export type ChainEnd = Pick<AuditHead, 'position' | 'mac'>;

@Injectable()
export class AuditStore {
  constructor(private readonly database: Database) {}

  /** Runs `work` on one snapshot of the database, read only. */
  snapshot<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return work(tx);
    });
  }

  head(tx?: EntityManager): Promise<(ChainEnd & ChainStart) | undefined> {
    return this.database.entities(async (manager) => {
      const [head] = await manager.query<(ChainEnd & ChainStart)[]>(
        `SELECT position, mac, start_position AS "startPosition", start_mac AS "startMac", start_seal AS "startSeal" FROM audit_head`,
      );
      return head;
    }, tx);
  }

  /** Locks the end of the chain until the commit, so that no other transaction can append. */
  async lockHead(tx: EntityManager): Promise<ChainEnd | undefined> {
    const [head] = await this.database.preparedIn<ChainEnd>(
      tx,
      'audit-lock',
      'SELECT position, mac FROM audit_head FOR UPDATE',
    );
    return head;
  }

  /** Adds the event and moves the head to it. */
  async append(tx: EntityManager, event: AuditEvent): Promise<void> {
    this.database.sendIn(
      tx,
      'audit-append',
      `WITH moved AS (UPDATE audit_head SET position = $1, mac = $14)
       INSERT INTO audit_event (position, at, action, success, severity, family, account_id, actor_family, actor_id,
         client_address, user_agent, request_id, details, mac)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        event.position,
        event.at,
        event.action,
        event.success,
        event.severity,
        event.family,
        event.accountId,
        event.actorFamily,
        event.actorId,
        event.clientAddress,
        event.userAgent,
        event.requestId,
        JSON.stringify(event.details),
        event.mac,
      ],
    );
  }

  /** Returns the newest of the oldest `limit` events up to which all are older than `days`; never the end of the chain. */
  async lastOlderThan(tx: EntityManager, days: number, limit: number): Promise<ChainEnd | undefined> {
    const [last] = await tx.query<ChainEnd[]>(
      `WITH part AS (SELECT position, mac, at < now() - make_interval(days => $1) AS old
                       FROM audit_event ORDER BY position LIMIT $2)
       SELECT position, mac FROM part
        WHERE NOT EXISTS (SELECT FROM part young WHERE NOT young.old AND young.position <= part.position)
          AND position < (SELECT position FROM audit_head)
        ORDER BY position DESC LIMIT 1`,
      [days, limit],
    );
    return last;
  }

  /** Deletes the events up to `last`, which only a function of the tables' keeper can do. @returns their number */
  async forget(tx: EntityManager, last: ChainEnd, seal: Uint8Array): Promise<number> {
    const [{ gone } = { gone: 0 }] = await tx.query<{ gone: number }[]>(
      `SELECT forget_chain('audit', $1, $2) AS gone`,
      [last.position, seal],
    );
    return gone;
  }

  after(tx: EntityManager, position: number, limit: number): Promise<AuditEvent[]> {
    return tx.query(
      `SELECT position, at, action, success, severity, family, account_id AS "accountId",
         actor_family AS "actorFamily", actor_id AS "actorId", client_address AS "clientAddress",
         user_agent AS "userAgent", request_id AS "requestId", details, mac
       FROM audit_event WHERE position > $1 ORDER BY position LIMIT $2`,
      [position, limit],
    );
  }
}
