import { contract, families, internal, op } from '../contract/index.js';
import { boolean, choice, datetime, Field, integer, text } from '../fields/index.js';
import type { Instant } from '../instant.js';

/** Audit events that only the gateway sees. */
export const gatewayAuditActions = ['login-limited', 'api-key-used'] as const;
export type GatewayAuditAction = (typeof gatewayAuditActions)[number];

/** One audit event, or several of one action together. The call's context names the caller and their address. */
export class GatewayAuditEvent {
  @Field(choice(...gatewayAuditActions)) action!: GatewayAuditAction;
  @Field(boolean()) success!: boolean;
  @Field(choice(...families)) family!: (typeof families)[number];
  @Field(text({ maxLength: 100 }), { description: 'Subject of the requested operation' })
  operation!: string;
  @Field(integer({ min: 1 }), { description: 'Number of events' }) times!: number;
  @Field(datetime(), { description: 'Time of the first event' }) since!: Instant;
  @Field(boolean(), { description: 'Whether they come from several clients, too many to list one by one' })
  of_many!: boolean;
}

export class AuditState {
  @Field(boolean(), { description: 'Whether nothing was changed, deleted, inserted or moved' })
  intact!: boolean;
  @Field(integer(), { description: 'The last event, or the first one that differs' }) position!: number;
  @Field(text(), {
    nullable: true,
    description: 'What is wrong with it; null if nothing is',
    example: 'changed',
  })
  problem!: string | null;
}

/** Lets the gateway add to the audit, and attendance have it verified. */
export const auditContract = contract(
  'identity.audit',
  { family: 'attendance', tag: 'Internal' },
  {
    note: op({
      body: GatewayAuditEvent,
      access: internal(),
      summary: 'Record audit events that only the gateway sees',
    }),
    verify: op({
      reply: AuditState,
      access: internal(),
      timeoutMs: 600_000,
      summary: 'Look whether the audit was changed',
    }),
  },
);
