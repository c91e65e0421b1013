import type { Family } from '@argus/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Account } from '../directory/account.entity.js';

/** An API key as stored: its hash, never the key itself. */
@Entity('api_key')
@Unique('UQ_api_key_hash', ['key_hash'])
@Index('IX_api_key_account', ['family', 'account_id'])
@ForeignKey(() => Account, ['family', 'account_id'], ['family', 'id'], { name: 'FK_api_key_account' })
export class ApiKey {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_api_key' }) id!: string;
  /** SHA-256 of the key. */
  @Column('bytea') key_hash!: Uint8Array;
  @Column('text') prefix!: string;
  @Column('text') name!: string;
  @Column('text', { array: true }) scopes!: string[];
  /** The account that created the key and for which it acts. */
  @Column('text') family!: Family;
  @Column('integer') account_id!: number;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { nullable: true }) expires_at!: Date | null;
  @Column('timestamptz', { nullable: true }) last_used_at!: Date | null;
  @Column('timestamptz', { nullable: true }) revoked_at!: Date | null;
}
