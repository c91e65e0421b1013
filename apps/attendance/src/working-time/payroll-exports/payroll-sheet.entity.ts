import type { PayrollDay } from '@argus/contracts';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PayrollExport } from './payroll-export.entity.js';

/** The days of one person in an export, as they were then. They name no account by a key: payroll outlives accounts. */
@Entity('payroll_sheet')
export class PayrollSheetRow {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_payroll_sheet' }) exportId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_payroll_sheet' }) personId!: number;
  @Column('text') employeeId!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('jsonb') days!: PayrollDay[];

  @ManyToOne(() => PayrollExport, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'export_id', foreignKeyConstraintName: 'FK_payroll_sheet_export' })
  export?: PayrollExport;
}
