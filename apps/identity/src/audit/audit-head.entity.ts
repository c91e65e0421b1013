import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The end of the audit chain. Writers take turns at its one row, and without it a cut tail could not be told. */
@Entity('audit_head')
@Check('CK_audit_head_single', 'id = 1')
export class AuditHead {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'PK_audit_head', default: 1 }) id!: number;
  @Column('bigint') position!: number;
  @Column('bytea') mac!: Uint8Array;
}
