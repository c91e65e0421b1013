import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity.js';

/** A refresh token as stored: its hash, never the token itself. */
@Entity('refresh_token')
@Index('IX_refresh_token_session', ['sessionId'])
@Index('IX_refresh_token_expires_at', ['expiresAt'])
@ForeignKey(() => Session, ['sessionId'], ['sid'], {
  name: 'FK_refresh_token_session',
  onDelete: 'CASCADE',
})
export class RefreshToken {
  /** SHA-256 of the token. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'PK_refresh_token' }) tokenHash!: Uint8Array;
  @Column('uuid') sessionId!: string;
  /** Hash of the token that was exchanged for this one; null for the first of a session. */
  @Column('bytea', { nullable: true }) parentHash!: Uint8Array | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  /** When it was exchanged for a successor; null for the newest of a session. */
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
  /** The sealed successor, to repeat a lost answer; deleted once the successor is used. */
  @Column('bytea', { nullable: true }) successorSealed!: Uint8Array | null;
}
