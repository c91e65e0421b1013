import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The end of the audit chain. Its one row is the writers' lock, and it reveals a cut tail. */
@Entity('audit_head')
@Check('CK_audit_head_single', 'id = 1')
export class AuditHead {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'PK_audit_head', default: 1 }) id!: number;
  @Column('bigint') position!: number;
  @Column('bytea') mac!: Uint8Array;
}
