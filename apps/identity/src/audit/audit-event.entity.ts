import type { AttendanceActName, CameraAct, DeviceAct, Family, WebhookAct } from '@argus/contracts';
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
  | `device-${DeviceAct}`
  | `camera-${CameraAct}`
  | `webhook-${WebhookAct}`
  | 'signing-key-rotated'
  | 'signing-keys-withdrawn'
  | AttendanceActName
  | 'attendance-marked'
  | 'face-enrolled'
  | 'face-replaced'
  | 'face-revoked'
  | 'face-verified'
  | 'face-conflict-decided'
  | 'face-twins-ended'
  | 'face-evaluation-adopted'
  | 'working-time-changed'
  | 'maintenance-started';

/** Flat and without secrets, since administrators read it. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** One audit event. Rows are only added; the database refuses everything else. */
@Entity('audit_event')
@Index('IX_audit_event_action', ['action', 'position'])
@Index('IX_audit_event_account', ['family', 'accountId', 'position'])
// BRIN, which TypeORM cannot express.
@Index('IX_audit_event_at', { synchronize: false })
export class AuditEvent {
  /** 1, 2, 3 …, in the order of the commits, without gaps. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'PK_audit_event' }) position!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') action!: AuditAction;
  @Column('boolean') success!: boolean;
  @Column('text') severity!: 'info' | 'warning' | 'error';
  /** The affected account; null if a log-in named an unknown one. */
  @Column('text', { nullable: true }) family!: Family | null;
  @Column('integer', { nullable: true }) accountId!: number | null;
  /** The acting account; null without a session and for the operator. */
  @Column('text', { nullable: true }) actorFamily!: Family | null;
  @Column('integer', { nullable: true }) actorId!: number | null;
  @Column('text', { nullable: true }) clientAddress!: string | null;
  @Column('text', { nullable: true }) userAgent!: string | null;
  @Column('text') requestId!: string;
  @Column('jsonb') details!: AuditDetails;
  /** MAC over this row and the previous row's `mac`, with a key outside the database. */
  @Column('bytea') mac!: Uint8Array;
}
