import { Module } from '@nestjs/common';
import { HolidayCalendarModule } from './holiday-calendars/holiday-calendar.module.js';
import { AssignmentModule } from './shift-assignments/shift-assignment.module.js';
import { ShiftModule } from './shifts/shift.module.js';
import { WorkDayModule } from './work-days/work-day.module.js';

/** Working time: what is planned, and how days went. */
@Module({ imports: [AssignmentModule, HolidayCalendarModule, ShiftModule, WorkDayModule] })
export class WorkingTimeModule {}
