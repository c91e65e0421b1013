import type { ShiftRules } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { HolidayCalendar } from '../holiday-calendars/holiday-calendar.entity.js';

/** How a shift goes and is judged, without what stands in columns of its own. */
export type KeptRules = Omit<ShiftRules, 'name' | 'holiday_calendar' | 'time_zone'> & {
  readonly time_zone: string;
};

/** When people are to work. */
@Entity('shift')
// On what fold_text makes of the name, which only the migration can express.
@Index('UQ_shift_name', { synchronize: false })
export class Shift {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_shift' }) id!: string;
  @Column('text') name!: string;
  @Column('jsonb') rules!: KeptRules;
  @Column('uuid', { nullable: true }) holidayCalendarId!: string | null;
  @Column('timestamptz', { default: () => 'now()' }) changedAt!: Date;
  @Column('text', { nullable: true }) changedBy!: string | null;

  @ManyToOne(() => HolidayCalendar)
  @JoinColumn({ name: 'holiday_calendar_id', foreignKeyConstraintName: 'FK_shift_holiday_calendar' })
  holidayCalendar?: HolidayCalendar | null;
}
