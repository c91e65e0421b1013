import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Session } from './session.entity.js';

/** A refresh token as stored: its hash, never the token itself. */
@Entity('refresh_token')
@Index('IX_refresh_token_session', ['session_id'])
@Index('IX_refresh_token_expires_at', ['expires_at'])
@ForeignKey(() => Session, ['session_id'], ['sid'], {
  name: 'FK_refresh_token_session',
  onDelete: 'CASCADE',
})
export class RefreshToken {
  /** SHA-256 of the token. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'PK_refresh_token' }) token_hash!: Uint8Array;
  @Column('uuid') session_id!: string;
  /** Hash of the token that was exchanged for this one; null for the first of a session. */
  @Column('bytea', { nullable: true }) parent_hash!: Uint8Array | null;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz') expires_at!: Date;
  /** When it was rotated; null in the profile `compat`, which never rotates. */
  @Column('timestamptz', { nullable: true }) used_at!: Date | null;
  /** The sealed successor, to repeat a lost answer; deleted once the successor is used. */
  @Column('bytea', { nullable: true }) successor_sealed!: Uint8Array | null;
}
