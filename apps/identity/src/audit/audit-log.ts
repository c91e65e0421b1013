import type { CallContext, Family } from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { linkTo } from './audit-chain.js';
import type { AuditAction, AuditDetails, AuditEvent } from './audit-event.entity.js';
import type { AuditHead } from './audit-head.entity.js';

/** Who acts, and from where: a request's context, or the operator's. */
export type Actor = Pick<CallContext, 'requestId' | 'principal' | 'clientAddress' | 'userAgent'>;

/** Somebody with a shell on the machine, or the platform itself. */
export const operator: Actor = { requestId: 'operator' };

export interface AuditEntry {
  readonly action: AuditAction;
  /** Whom it happened to. */
  readonly account?: { readonly family: Family; readonly id: number } | undefined;
  /** True unless stated. */
  readonly success?: boolean;
  /** `info`, or `warning` for a failure, unless stated. */
  readonly severity?: AuditEvent['severity'];
  readonly details?: AuditDetails;
}

/** Writes security-relevant acts down, in the transaction that does them. */
@Injectable()
export class AuditLog {
  constructor(private readonly sealer: Sealer) {}

  /** Do it last in a transaction: from here to the commit no other one can write. */
  async append(tx: EntityManager, actor: Actor, entry: AuditEntry): Promise<void> {
    const [head] = await rowsOf<AuditHead>(tx, 'SELECT position, mac FROM audit_head FOR UPDATE', []);
    if (!head) throw new Error('The audit chain has no head');
    const event = eventOf(head.position + 1, actor, entry);
    const mac = linkTo(this.sealer, head.mac, event);
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
        event.account_id,
        event.actor_family,
        event.actor_id,
        event.client_address,
        event.user_agent,
        event.request_id,
        JSON.stringify(event.details),
        mac,
      ],
    );
  }
}

function eventOf(position: number, actor: Actor, entry: AuditEntry): Omit<AuditEvent, 'mac'> {
  const { action, account, success = true, severity = success ? 'info' : 'warning', details = {} } = entry;
  return {
    position,
    at: new Date(),
    action,
    success,
    severity,
    family: account?.family ?? null,
    account_id: account?.id ?? null,
    actor_family: actor.principal?.family ?? null,
    actor_id: actor.principal?.accountId ?? null,
    client_address: actor.clientAddress ?? null,
    user_agent: actor.userAgent?.slice(0, 512) ?? null,
    request_id: actor.requestId,
    details,
  };
}
