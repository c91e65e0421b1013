import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Both ends of the audit chain. Its one row is the writers' lock, and it reveals a cut tail. */
@Entity('audit_head')
@Check('CK_audit_head_single', 'id = 1')
export class AuditHead {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'PK_audit_head', default: 1 }) id!: number;
  @Column('bigint') position!: number;
  @Column('bytea') mac!: Uint8Array;
  /** The newest event that was deleted by its age; 0 if none was. */
  @Column('bigint', { default: 0 }) startPosition!: number;
  @Column('bytea', { default: () => "decode(repeat('00', 32), 'hex')" }) startMac!: Uint8Array;
  /** MAC over position and `mac` of the start; null as long as nothing was deleted. */
  @Column('bytea', { nullable: true }) startSeal!: Uint8Array | null;
}
