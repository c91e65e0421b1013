import {
  type CallContext,
  type HolidayCalendarBody,
  type HolidayCalendarChange,
  holidayCalendarContract,
  type HolidayCalendarPath,
  type HolidayCalendarView,
  instant,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Handles } from '@argus/service-kit';
import { Controller } from '@nestjs/common';
import type { HolidayCalendar } from './holiday-calendar.entity.js';
import { HolidayCalendarService } from './holiday-calendar.service.js';

@Controller()
@Handles(holidayCalendarContract)
export class HolidayCalendarController {
  constructor(private readonly calendars: HolidayCalendarService) {}

  async list({ query }: { query: PageQuery }): Promise<Page<HolidayCalendarView>> {
    const { count, results } = await this.calendars.list(query);
    return { count, results: results.map(viewOf) };
  }

  async create({ body }: { body: HolidayCalendarBody }, context: CallContext): Promise<HolidayCalendarView> {
    return viewOf(await this.calendars.create(body, context));
  }

  async get({ params }: { params: HolidayCalendarPath }): Promise<HolidayCalendarView> {
    return viewOf(await this.calendars.get(params.id));
  }

  async change(
    { params, body }: { params: HolidayCalendarPath; body: HolidayCalendarChange },
    context: CallContext,
  ): Promise<HolidayCalendarView> {
    return viewOf(await this.calendars.change(params.id, body, context));
  }

  remove({ params }: { params: HolidayCalendarPath }, context: CallContext): Promise<void> {
    return this.calendars.remove(params.id, context);
  }
}

const viewOf = (calendar: HolidayCalendar): HolidayCalendarView => ({
  id: calendar.id,
  name: calendar.name,
  holidays: calendar.holidays,
  changed_at: instant(calendar.changedAt),
  changed_by: calendar.changedBy,
});
