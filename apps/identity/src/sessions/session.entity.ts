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
  | 'ended-by-admin'
  | 'restored';

/** One log-in on one device, with the chain of its refresh tokens. */
@Entity('session')
@Index('IX_session_account', ['family', 'accountId'])
@ForeignKey(() => Account, ['family', 'accountId'], ['family', 'id'], { name: 'FK_session_account' })
export class Session {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_session' }) sid!: string;
  @Column('text') family!: Family;
  @Column('integer') accountId!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { default: () => 'now()' }) lastUsedAt!: Date;
  /** When its last refresh token expires; null for sessions older than this column. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
  @Column('text', { nullable: true }) clientAddress!: string | null;
  @Column('text', { nullable: true }) userAgent!: string | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) endedReason!: EndReason | null;
}
