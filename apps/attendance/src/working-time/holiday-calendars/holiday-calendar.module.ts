import { Entities } from '@argus/service-kit';
import { Module } from '@nestjs/common';
import { WorkingTimeChangesModule } from '../changes/working-time-changes.module.js';
import { HolidayCalendarController } from './holiday-calendar.controller.js';
import { HolidayCalendar } from './holiday-calendar.entity.js';
import { HolidayCalendarService } from './holiday-calendar.service.js';
import { HolidayCalendarStore } from './holiday-calendar.store.js';

@Module({
  imports: [Entities.forFeature([HolidayCalendar]), WorkingTimeChangesModule],
  controllers: [HolidayCalendarController],
  providers: [HolidayCalendarService, HolidayCalendarStore],
  exports: [HolidayCalendarService, HolidayCalendarStore],
})
export class HolidayCalendarModule {}
