import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** A QR code that stands for a person. */
@Entity('badge')
@Index('UQ_badge_code', ['codeHash'], { unique: true })
@Index('IX_badge_person', ['personId'])
@Index('IX_badge_created', ['createdAt', 'id'])
export class Badge {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_badge' }) id!: string;
  @Column('integer') personId!: number;
  /** SHA-256 of the code: 192 random bits need no slow hash. */
  @Column('bytea') codeHash!: Uint8Array;
  @Column('text', { nullable: true }) label!: string | null;
  @Column('text', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('timestamptz', { nullable: true }) lastUsedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt!: Date | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_badge_person' })
  person?: Person;
}
