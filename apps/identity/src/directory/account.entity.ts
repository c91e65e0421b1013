import type { Family } from '@argus/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * An account of one API family. Ids start at 1 in each family, and user names and e-mail addresses are unique per family,
 * since the families were separate products.
 */
@Entity('account')
@Unique('UQ_account_username', ['family', 'username'])
// On (family, fold_text(email), email_twin), which only the migration can express, like the condition of the other.
@Index('UQ_account_email', { synchronize: false })
@Index('IX_account_email_twin', { synchronize: false })
@Unique('UQ_account_small_letters', ['family', 'smallLetters'])
@Unique('UQ_account_capitals', ['family', 'capitals'])
@Unique('UQ_account_person', ['personId', 'family'])
@Check('CK_account_revision', 'revision > 0')
export class Account {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_account' }) family!: Family;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_account' }) id!: number;
  /** In attendance the employee id. Sorted by code point, so that every database agrees. */
  @Column({ type: 'text', collation: 'C' }) username!: string;
  /** How the user name looks in small letters and in capitals; null for names older than the rule that others share. */
  @Column({ type: 'text', collation: 'C', nullable: true }) smallLetters!: string | null;
  @Column({ type: 'text', collation: 'C', nullable: true }) capitals!: string | null;
  @Column('text', { nullable: true }) email!: string | null;
  /** Counts accounts that had the address, but for case, before it was unique that way: 0 for the oldest and for all newer ones. */
  @Column('integer', { default: 0, select: false }) emailTwin!: number;
  /** In ProctorX the whole name. */
  @Column('text', { default: '' }) firstName!: string;
  @Column('text', { default: '' }) lastName!: string;
  @Column('text') role!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { nullable: true }) phoneNumber!: string | null;
  @Column('boolean', { default: true }) isActive!: boolean;
  /** Argon2id as PHC string. */
  @Column('text') passwordHash!: string;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) lastLoginAt!: Date | null;
  @Column('boolean', { default: false }) faceEnrolled!: boolean;
  @Column('text', { default: '' }) bio!: string;
  @Column('text', { nullable: true }) pictureUrl!: string | null;
  /** Equal for all linked accounts of one person. */
  @Column('uuid', { nullable: true }) personId!: string | null;
  /** Folded names and address, a line each, and the folded department. A trigger keeps them. */
  @Column({ type: 'text', collation: 'C', default: '', insert: false, update: false, select: false })
  searchText!: string;
  @Column({ type: 'text', collation: 'C', nullable: true, insert: false, update: false, select: false })
  departmentFolded!: string | null;
  /** Grows with each published change. */
  @Column('integer', { default: 1 }) revision!: number;
}
