import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Failed log-ins of one address, one account, or one account from one address. */
@Entity('login_counter')
export class LoginCounter {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_login_counter' }) key!: string;
  @Column('integer', { default: 0 }) failures!: number;
  /** Start of the window in which they are counted. */
  @Column('timestamptz', { default: () => 'now()' }) windowFrom!: Date;
  @Column('timestamptz', { nullable: true }) lastFailureAt!: Date | null;
  @Column('timestamptz', { nullable: true }) lastSuccessAt!: Date | null;
}
