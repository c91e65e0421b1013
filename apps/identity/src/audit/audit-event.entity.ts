import type { Family } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type AuditAction =
  | 'login'
  | 'login-limited'
  | 'logout'
  | 'session-ended'
  | 'refresh-token-reused'
  | 'account-created'
  | 'account-changed'
  | 'account-activated'
  | 'account-deactivated'
  | 'role-changed'
  | 'password-changed'
  | 'accounts-linked'
  | 'accounts-unlinked'
  | 'api-key-created'
  | 'api-key-revoked'
  | 'api-key-used'
  | 'signing-key-rotated';

/** Flat, and free of secrets: administrators read it. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One security-relevant act. Rows are only ever added: the database refuses everything else. */
@Entity('audit_event')
@Index('IX_audit_event_action', ['action', 'position'])
@Index('IX_audit_event_account', ['family', 'account_id', 'position'])
// BRIN, which TypeORM cannot express.
@Index('IX_audit_event_at', { synchronize: false })
export class AuditEvent {
  /** 1, 2, 3 … in the order of the commits, without a gap. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_audit_event' }) position!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') action!: AuditAction;
  @Column('boolean') success!: boolean;
  @Column('text') severity!: 'info' | 'warning' | 'error';
  /** The account that it happened to; null where a log-in named none that exists. */
  @Column('text', { nullable: true }) family!: Family | null;
  @Column('integer', { nullable: true }) account_id!: number | null;
  /** The account that did it; null for somebody without a session and for the operator. */
  @Column('text', { nullable: true }) actor_family!: Family | null;
  @Column('integer', { nullable: true }) actor_id!: number | null;
  @Column('text', { nullable: true }) client_address!: string | null;
  @Column('text', { nullable: true }) user_agent!: string | null;
  @Column('text') request_id!: string;
  @Column('jsonb') details!: AuditDetails;
  /** Over this row and the `mac` of the row before it, with a key that is not in the database. */
  @Column('bytea') mac!: Uint8Array;
}
