import type { Family } from '@argus/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Account } from '../directory/account.entity.js';

export type EndReason =
  | 'logout'
  | 'deactivated'
  | 'role-changed'
  | 'password-changed'
  | 'refresh-token-reused'
  | 'ended-by-owner'
  | 'ended-by-admin';

/** One log-in on one device, with the chain of its refresh tokens. */
@Entity('session')
@Index('IX_session_account', ['family', 'account_id'])
@ForeignKey(() => Account, ['family', 'account_id'], ['family', 'id'], { name: 'FK_session_account' })
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_session' }) sid!: string;
  @Column('text') family!: Family;
  @Column('integer') account_id!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { default: () => 'now()' }) last_used_at!: Date;
  /** When its last refresh token expires; null for sessions older than this column. */
  @Column('timestamptz', { nullable: true }) expires_at!: Date | null;
  @Column('text', { nullable: true }) client_address!: string | null;
  @Column('text', { nullable: true }) user_agent!: string | null;
  @Column('timestamptz', { nullable: true }) ended_at!: Date | null;
  @Column('text', { nullable: true }) ended_reason!: EndReason | null;
}
