import { Module } from '@nestjs/common';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { HolidayCalendarModule } from '../holiday-calendars/holiday-calendar.module.js';
import { ShiftPlanModule } from '../shift-plans/shift-plan.module.js';
import { ShiftController } from './shift.controller.js';
import { ShiftService } from './shift.service.js';

@Module({
  imports: [ShiftPlanModule, HolidayCalendarModule, WorkingTimeChangesModule],
  controllers: [ShiftController],
  providers: [ShiftService],
})
export class ShiftModule {}
