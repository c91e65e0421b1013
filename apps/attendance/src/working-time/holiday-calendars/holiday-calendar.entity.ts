import type { HolidayRules } from '@argus/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Days on which nobody need work, by site or group. */
@Entity('holiday_calendar')
// On what fold_text makes of the name, which only the migration can express.
@Index('UQ_holiday_calendar_name', { synchronize: false })
export class HolidayCalendar {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_holiday_calendar' }) id!: string;
  @Column('text') name!: string;
  /** Sorted by date. */
  @Column('jsonb') holidays!: HolidayRules[];
  @Column('timestamptz', { default: () => 'now()' }) changedAt!: Date;
  @Column('text', { nullable: true }) changedBy!: string | null;
}
