import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Failed tries of a person's PIN, or at a terminal. */
@Entity('pin_attempt')
@Index('IX_pin_attempt_last', ['lastAt'])
export class PinAttempt {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'PK_pin_attempt' }) key!: string;
  @Column('integer') failures!: number;
  @Column('timestamptz') lastAt!: Date;
}
