import type { Family } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * Somebody who may log in to one family of APIs. Ids start at 1 in each family, and user names and e-mail addresses are
 * unique within one: the families used to be products of their own.
 */
@Entity('account')
@Unique('UQ_account_username', ['family', 'username'])
// On (family, lower(email)): TypeORM cannot express it, the migration does.
@Index('UQ_account_email', { synchronize: false })
@Unique('UQ_account_person', ['person_id', 'family'])
@Check('CK_account_revision', 'revision > 0')
export class Account {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_account' }) family!: Family;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_account' }) id!: number;
  /** Attendance: the employee id. Sorted by code points, equally in every database. */
  @Column({ type: 'text', collation: 'C' }) username!: string;
  @Column('text', { nullable: true }) email!: string | null;
  /** ProctorX: the whole name. */
  @Column('text', { default: '' }) first_name!: string;
  @Column('text', { default: '' }) last_name!: string;
  @Column('text') role!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { nullable: true }) phone_number!: string | null;
  @Column('boolean', { default: true }) is_active!: boolean;
  /** PHC string of argon2id. */
  @Column('text') password_hash!: string;
  @Column('timestamptz', { default: () => 'now()' }) created_at!: Date;
  @Column('timestamptz', { nullable: true }) last_login_at!: Date | null;
  @Column('boolean', { default: false }) face_enrolled!: boolean;
  @Column('text', { default: '' }) bio!: string;
  @Column('text', { nullable: true }) picture_url!: string | null;
  /** The same for accounts of several families that were linked as one person's. */
  @Column('uuid', { nullable: true }) person_id!: string | null;
  /** Grows with each change that other services hear of. */
  @Column('integer', { default: 1 }) revision!: number;
}
