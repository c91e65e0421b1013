import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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

  head(tx?: EntityManager): Promise<ChainEnd | undefined> {
    return this.database.entities(async (manager) => {
      const [head] = await manager.query<ChainEnd[]>('SELECT position, mac FROM audit_head');
      return head;
    }, tx);
  }

  /** Locks the end of the chain until the commit, so that no other transaction can append. */
  async lockHead(tx: EntityManager): Promise<ChainEnd | undefined> {
    const [head] = await tx.query<ChainEnd[]>('SELECT position, mac FROM audit_head FOR UPDATE');
    return head;
  }

  /** Adds the event and moves the head to it. */
  async append(tx: EntityManager, event: AuditEvent): Promise<void> {
    await tx.query(
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
