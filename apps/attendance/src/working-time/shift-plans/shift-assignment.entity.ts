import type { AssignmentRules } from '@argus/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { Person } from '../../people/person.entity.js';
import { HolidayCalendar } from '../holiday-calendars/holiday-calendar.entity.js';

/** Shifts that a person works for a time. */
@Entity('shift_assignment')
@Index('IX_shift_assignment_person', ['personId', 'dateFrom'])
export class ShiftAssignment {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_shift_assignment' }) id!: string;
  @Column('integer') personId!: number;
  /** Ids of shifts, or `off`, which take turns. */
  @Column('text', { array: true }) shifts!: string[];
  @Column('text') turn!: AssignmentRules['turn'];
  @Column('date') dateFrom!: string;
  @Column('date', { nullable: true }) dateTo!: string | null;
  @Column('uuid', { nullable: true }) holidayCalendarId!: string | null;

  @ManyToOne(() => Person)
  @JoinColumn({ name: 'person_id', foreignKeyConstraintName: 'FK_shift_assignment_person' })
  person?: Person;
  @ManyToOne(() => HolidayCalendar)
  @JoinColumn({
    name: 'holiday_calendar_id',
    foreignKeyConstraintName: 'FK_shift_assignment_holiday_calendar',
  })
  holidayCalendar?: HolidayCalendar | null;
}
