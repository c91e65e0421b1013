import { Module } from '@nestjs/common';
import { CorrectionModule } from '../corrections/correction.module.js';
import { HolidayCalendarModule } from '../holiday-calendars/holiday-calendar.module.js';
import { ShiftPlanModule } from '../shift-plans/shift-plan.module.js';
import { LeaveModule } from '../leave/leave.module.js';
import { PunchStore } from './punch.store.js';
import { WorkDaySource } from './work-day-source.service.js';
import { WorkDayController } from './work-day.controller.js';
import { WorkDayService } from './work-day.service.js';
import { WorkDayStore } from './work-day.store.js';

@Module({
  imports: [CorrectionModule, LeaveModule, ShiftPlanModule, HolidayCalendarModule],
  controllers: [WorkDayController],
  providers: [PunchStore, WorkDayService, WorkDaySource, WorkDayStore],
  exports: [WorkDaySource],
})
export class WorkDayModule {}
