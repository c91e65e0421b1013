import { dateIn, plusDays } from '@argus/calendar';
import { type AttendanceSummary, Instant, type SummaryQuery } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { clockOffsets, daysBetween } from './days.js';
import { SummaryStore } from './summary.store.js';

const daysOf: Readonly<Record<SummaryQuery['period'], number>> = {
  daily: 1,
  weekly: 7,
  monthly: 30,
  yearly: 365,
};

/** Sums up attendance over whole days. */
@Injectable()
export class SummaryService {
  constructor(
    private readonly totals: SummaryStore,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /** @throws DomainError DATES_REVERSED */
  async summarise(query: SummaryQuery): Promise<AttendanceSummary> {
    const { period, date_from, date_to, department, time_zone = this.settings.SITE_TIME_ZONE } = query;
    const date = date_to ?? lastDay(date_from, dateIn(time_zone, Instant.now()));
    const range = daysBetween(time_zone, date_from ?? plusDays(date, 1 - daysOf[period]), date);
    const offsets = clockOffsets(time_zone, range);
    const totals = await (department
      ? this.totals.totalsOf(department, range, offsets)
      : this.totals.totals(range, offsets));
    return { period, date, time_zone, ...totals, departments: department ? {} : totals.departments };
  }
}

/** The default must not contradict the given day, which may be tomorrow. */
const lastDay = (first: string | undefined, today: string): string =>
  first !== undefined && first > today ? first : today;
