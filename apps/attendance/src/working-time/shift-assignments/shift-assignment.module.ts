import { Module } from '@nestjs/common';
import { PersonModule } from '../../people/person.module.js';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { HolidayCalendarModule } from '../holiday-calendars/holiday-calendar.module.js';
import { ShiftPlanModule } from '../shift-plans/shift-plan.module.js';
import { AssignmentController } from './shift-assignment.controller.js';
import { AssignmentService } from './shift-assignment.service.js';

@Module({
  imports: [HolidayCalendarModule, PersonModule, ShiftPlanModule, WorkingTimeChangesModule],
  controllers: [AssignmentController],
  providers: [AssignmentService],
})
export class AssignmentModule {}
