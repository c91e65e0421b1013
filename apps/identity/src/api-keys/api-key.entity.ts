import type { Family } from '@argus/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Account } from '../directory/account.entity.js';

/** An API key as stored: its hash, never the key itself. */
@Entity('api_key')
@Unique('UQ_api_key_hash', ['keyHash'])
@Index('IX_api_key_account', ['family', 'accountId'])
@ForeignKey(() => Account, ['family', 'accountId'], ['family', 'id'], { name: 'FK_api_key_account' })
export class ApiKey {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_api_key' }) id!: string;
  /** SHA-256 of the key. */
  @Column('bytea') keyHash!: Uint8Array;
  @Column('text') prefix!: string;
  @Column('text') name!: string;
  @Column('text', { array: true }) scopes!: string[];
  /** The only camera that the key speaks for; null for any. */
  @Column('text', { nullable: true }) cameraId!: string | null;
  /** The account that created the key and for which it acts. */
  @Column('text') family!: Family;
  @Column('integer') accountId!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;
}
