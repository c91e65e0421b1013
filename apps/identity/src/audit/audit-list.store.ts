import type { Family, Instant } from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { AuditEvent } from './audit-event.entity.js';

/** An event as it is shown: with the names of its accounts. */
export type ListedAuditEvent = Omit<AuditEvent, 'mac' | 'accountId' | 'actorId' | 'actorFamily'> & {
  readonly account: string | null;
  readonly actor: string | null;
};

/** Conditions on events; absent ones are ignored. */
export interface AuditFilter {
  readonly actions: readonly string[] | undefined;
  readonly account: string | undefined;
  readonly severity: string | undefined;
  readonly success: boolean | undefined;
  readonly family: Family | undefined;
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
}

const ofName = (parameter: string): string =>
  `(SELECT family, id FROM account WHERE fold_text(username) = fold_text(${parameter}))`;

const conditions: Readonly<Record<keyof AuditFilter, (parameter: string) => string>> = {
  actions: (names) => `e.action = ANY(${names}::text[])`,
  account: (name) =>
    `((e.family, e.account_id) IN ${ofName(name)} OR (e.actor_family, e.actor_id) IN ${ofName(name)})`,
  severity: (severity) => `e.severity = ${severity}`,
  success: (success) => `e.success = ${success}`,
  family: (family) => `e.family = ${family}`,
  from: (moment) => `e.at >= ${moment}`,
  until: (moment) => `e.at < ${moment}`,
};

/** Reads the audit for people. */
@Injectable()
export class AuditListStore {
  constructor(private readonly database: Database) {}

  /** Returns one page, newest first, each row with the count of all. */
  list(
    filter: AuditFilter,
    limit: number,
    offset: number,
  ): Promise<(ListedAuditEvent & { count: number })[]> {
    const names = Object.keys(conditions) as (keyof AuditFilter)[];
    const used = names.filter((name) => filter[name] !== undefined);
    const parameters: unknown[] = [limit, offset];
    const all = used.map((name) => conditions[name](`$${parameters.push(filter[name])}`));
    const where = all.length > 0 ? `WHERE ${all.join(' AND ')}` : '';
    return this.database.prepared(
      ['audit-list', ...used].join(' '),
      `SELECT e.position, e.at, e.action, e.success, e.severity, coalesce(e.family, e.actor_family) AS family,
              e.client_address AS "clientAddress", e.user_agent AS "userAgent", e.request_id AS "requestId", e.details,
              /* A face that nobody has is not the account that asked. */
              CASE WHEN e.action = 'face-verified' THEN account.username ELSE coalesce(account.username, actor.username) END AS account, actor.username AS actor,
              (SELECT count(*) FROM audit_event e ${where})
         FROM audit_event e
         LEFT JOIN account ON (account.family, account.id) = (e.family, e.account_id)
         LEFT JOIN account actor ON (actor.family, actor.id) = (e.actor_family, e.actor_id)
        ${where} ORDER BY e.position DESC LIMIT $1 OFFSET $2`,
      parameters,
    );
  }
}
