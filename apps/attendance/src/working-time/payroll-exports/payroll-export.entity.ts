import type { PayrollStatus } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A period that was given to payroll. */
@Entity('payroll_export')
@Index('IX_payroll_export_created', ['createdAt', 'id'])
export class PayrollExport {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_payroll_export' }) id!: string;
  @Column('date') dateFrom!: string;
  @Column('date') dateTo!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text', { default: 'closed' }) status!: PayrollStatus;
  @Column('integer') people!: number;
  @Column('integer') incompleteDays!: number;
  @Column('timestamptz', { default: () => 'now()' }) createdAt!: Date;
  @Column('text', { nullable: true }) createdBy!: string | null;
  @Column('timestamptz', { nullable: true }) withdrawnAt!: Date | null;
  @Column('text', { nullable: true }) withdrawnBy!: string | null;
}
