import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** Attendance's copy of an account of its family; identity owns the account (ADR 5). */
@Entity('person')
@Unique('UQ_person_employee_id', ['employeeId'])
// On what fold_text makes of the columns, which only the migration can express.
@Index('IX_person_employee_id', { synchronize: false })
@Index('IX_person_department', { synchronize: false })
export class Person {
  /** The id of the account, also the subject of the face template. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_person' }) accountId!: number;
  @Column({ type: 'text', collation: 'C' }) employeeId!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text') role!: string;
  @Column('boolean') isActive!: boolean;
  /** Revision of the account; a lower one is out of date. */
  @Column('integer') revision!: number;
}
