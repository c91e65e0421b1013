import { type AttendanceSummary, type SummaryQuery, Instant } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import { dayOf, daysBefore, daysBetween } from './days.js';
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
  constructor(private readonly totals: SummaryStore) {}

  /** @throws DomainError DATES_REVERSED */
  async summarise({ period, date_from, date_to, department }: SummaryQuery): Promise<AttendanceSummary> {
    const date = date_to ?? dayOf(Instant.now());
    const range = daysBetween(date_from ?? daysBefore(date, daysOf[period] - 1), date);
    const totals = await (department ? this.totals.totalsOf(department, range) : this.totals.totals(range));
    return { period, date, ...totals, departments: department ? {} : totals.departments };
  }
}
