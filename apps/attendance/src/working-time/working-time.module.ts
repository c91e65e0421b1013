import { Module } from '@nestjs/common';
import { CorrectionModule } from './corrections/correction.module.js';
import { HolidayCalendarModule } from './holiday-calendars/holiday-calendar.module.js';
import { LeaveModule } from './leave/leave.module.js';
import { PayrollExportModule } from './payroll-exports/payroll-export.module.js';
import { AssignmentModule } from './shift-assignments/shift-assignment.module.js';
import { ShiftModule } from './shifts/shift.module.js';
import { WorkDayModule } from './work-days/work-day.module.js';

/** Working time: what is planned, how days went, and what payroll gets. */
@Module({
  imports: [
    AssignmentModule,
    CorrectionModule,
    HolidayCalendarModule,
    LeaveModule,
    PayrollExportModule,
    ShiftModule,
    WorkDayModule,
  ],
})
export class WorkingTimeModule {}
