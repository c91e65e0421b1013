import { dateIn, dayNumber, endOfDay, startOfDay } from '@argus/calendar';
import { DomainError, Instant } from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NamedPerson } from '../../people/employee.view.js';
import type { WorkDay } from '../engine/work-day.js';
import { WorkDaySource } from '../work-days/work-day-source.service.js';
import type { PayrollExport } from './payroll-export.entity.js';
import { PayrollExportStore } from './payroll-export.store.js';

const MAX_DAYS = 62;
/* Their days and punches are in memory at once. */
const PEOPLE_AT_ONCE = 500;

type Period = Pick<PayrollExport, 'dateFrom' | 'dateTo' | 'department'>;

/** The days of one person in a period. */
export interface PersonsDays {
  readonly person: NamedPerson;
  readonly days: readonly WorkDay[];
}

/** Derives periods for payroll. */
@Injectable()
export class PayrollPeriods {
  constructor(
    private readonly store: PayrollExportStore,
    private readonly source: WorkDaySource,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /** @throws DomainError DATES_REVERSED, RANGE_TOO_LONG, PERIOD_OPEN */
  assertOver({ dateFrom, dateTo }: Period): void {
    const length = dayNumber(dateTo) - dayNumber(dateFrom) + 1;
    if (length < 1) throw new DomainError('DATES_REVERSED');
    if (length > MAX_DAYS) throw new DomainError('RANGE_TOO_LONG');
    const today = dateIn(this.settings.SITE_TIME_ZONE, Instant.now());
    if (dateTo >= today) throw new DomainError('PERIOD_OPEN', { what: `today is ${today}` });
  }

  /**
   * Yields everybody's days, some people at a time, by employee id.
   * @param besides ids of people who are derived in any case
   */
  async *days(
    { dateFrom, dateTo, department }: Period,
    besides: readonly number[] = [],
  ): AsyncGenerator<PersonsDays[]> {
    const zone = this.settings.SITE_TIME_ZONE;
    const people = await this.store.people(
      department,
      [dateFrom, dateTo],
      [startOfDay(zone, dateFrom), endOfDay(zone, dateTo)],
      besides,
    );
    for (let at = 0; at < people.length; at += PEOPLE_AT_ONCE) {
      const some = people.slice(at, at + PEOPLE_AT_ONCE);
      const ids = some.map(({ personId }) => personId);
      const days = await this.source.days(ids, dateFrom, dateTo);
      yield some.map((person) => ({ person, days: days.get(person.personId)! }));
    }
  }
}
