import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** What attendance knows of an account of its family; the record is with identity (ADR 5). */
@Entity('person')
@Unique('UQ_person_employee_id', ['employee_id'])
export class Person {
  /** The id of the account, also the subject of the face template. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_person' }) account_id!: number;
  @Column({ type: 'text', collation: 'C' }) employee_id!: string;
  @Column('text') name!: string;
  @Column('text', { nullable: true }) department!: string | null;
  @Column('text') role!: string;
  @Column('boolean') is_active!: boolean;
  /** Of the account; what is older is out of date. */
  @Column('integer') revision!: number;
}
