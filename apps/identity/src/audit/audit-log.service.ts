import type { CallContext, Family, Principal } from '@argus/contracts';
import { Sealer } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { linkTo } from './audit-chain.js';
import type { AuditAction, AuditDetails, AuditEvent } from './audit-event.entity.js';
import { AuditStore } from './audit.store.js';

/** Who acts and from where: the context of a request, or the operator. */
export type Actor = Pick<CallContext, 'requestId' | 'clientAddress' | 'userAgent'> & {
  readonly principal?:
    (Pick<Principal, 'family' | 'accountId'> & Partial<Pick<Principal, 'scopes' | 'sessionId'>>) | undefined;
};

/** A person with a shell on the machine, or the platform itself. */
export const operator: Actor = { requestId: 'operator' };

export interface AuditEntry {
  readonly action: AuditAction;
  /** The affected account. */
  readonly account?: { readonly family: Family; readonly id: number } | undefined;
  /** Defaults to true. */
  readonly success?: boolean;
  /** Defaults to `info`, for a failure to `warning`. */
  readonly severity?: AuditEvent['severity'];
  readonly details?: AuditDetails;
}

/** Writes audit events in the transaction of the change that they describe. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly store: AuditStore,
    private readonly sealer: Sealer,
  ) {}

  /** Appends an event. Locks the end of the chain until the commit, so call it last in a transaction. */
  async append(tx: EntityManager, actor: Actor, entry: AuditEntry): Promise<void> {
    const head = await this.store.lockHead(tx);
    if (!head) throw new Error('The audit chain has no head');
    const event = eventOf(head.position + 1, actor, entry);
    await this.store.append(tx, { ...event, mac: linkTo(this.sealer, head.mac, event) });
  }
}

function eventOf(position: number, actor: Actor, entry: AuditEntry): Omit<AuditEvent, 'mac'> {
  const { action, account, success = true, severity = success ? 'info' : 'warning', details = {} } = entry;
  const { principal } = actor;
  return {
    position,
    at: new Date(),
    action,
    success,
    severity,
    family: account?.family ?? null,
    accountId: account?.id ?? null,
    actorFamily: principal?.family ?? null,
    actorId: principal?.accountId ?? null,
    clientAddress: actor.clientAddress ?? null,
    userAgent: actor.userAgent?.slice(0, 512) ?? null,
    requestId: actor.requestId,
    details: { ...details, ...(principal?.scopes && { key: principal.sessionId ?? null }) },
  };
}
