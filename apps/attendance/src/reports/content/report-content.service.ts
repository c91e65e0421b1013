import { dateIn, plusDays } from '@argus/calendar';
import {
  type CallContext,
  callerOf,
  DomainError,
  employeeIdsOf,
  Instant,
  MAX_REPORT_EMPLOYEES,
  type AttendanceReportQuery,
} from '@argus/contracts';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { clockOffsets, daysBetween } from '../../logs/days.js';
import { ShiftRates } from '../../working-time/rates/shift-rates.service.js';
import { AttendanceCount } from './attendance-count.js';
import type { ReportContent, ReportScope } from './report-content.js';
import { ReportContentStore } from './report-content.store.js';
import { rangeOf } from './report-range.js';

const DAYS_AT_ONCE = 31;
/** A report of more people would not fit into the memory of a service (ADR 20). */
const MAX_PEOPLE = 50_000;

/** Reads what reports tell. */
@Injectable()
export class ReportContentService {
  constructor(
    private readonly store: ReportContentStore,
    private readonly shiftRates: ShiftRates,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /**
   * Returns which people and days the caller's query means today.
   * @throws DomainError DATES_REVERSED, RANGE_TOO_LONG, TOO_MANY_EMPLOYEES
   */
  scopeOf(query: AttendanceReportQuery, context: Pick<CallContext, 'principal'>): ReportScope {
    const caller = callerOf(context);
    const { time_zone: timeZone = this.settings.SITE_TIME_ZONE, period, department } = query;
    const today = dateIn(timeZone, Instant.now());
    const ids = employeeIdsOf(query.employee_ids);
    if (ids.length > MAX_REPORT_EMPLOYEES) throw new DomainError('TOO_MANY_EMPLOYEES');
    return {
      ...rangeOf(query, today),
      ...{ period, timeZone, today },
      department: department === undefined || department === '' ? null : department,
      employeeIds: ids.length > 0 ? ids.sort() : null,
      own: caller.role === 'student' ? caller.accountId : null,
    };
  }

  /** Returns how many people the report is about. @throws DomainError REPORT_TOO_LARGE */
  async peopleIn(scope: ReportScope): Promise<number> {
    const people = await this.store.count(daysBetween(scope.timeZone, scope.first, scope.last), scope);
    if (people > MAX_PEOPLE) throw new DomainError('REPORT_TOO_LARGE', { most: MAX_PEOPLE });
    return people;
  }

  /** Reads the content, month by month: a year in one statement would meet the limit of its time. `done` gets shares from 0 to 1. */
  async content(
    scope: ReportScope,
    done: (share: number) => Promise<void> | void = () => undefined,
  ): Promise<ReportContent> {
    const { first, last, timeZone } = scope;
    const range = daysBetween(timeZone, first, last);
    const people = await this.store.people(range, scope);
    const count = new AttendanceCount(
      scope,
      people.map(({ sinceMs, ...person }) => ({
        ...person,
        since: sinceMs === null ? null : dateIn(timeZone, Instant.ofMs(sinceMs)),
      })),
    );
    const parts = monthsOf(first, last < scope.today ? last : scope.today);
    for (const [index, [from, to]] of parts.entries()) {
      const part = daysBetween(timeZone, from, to);
      await this.store.days(part, clockOffsets(timeZone, part), scope, ({ personId, day, minutes }) =>
        count.add(personId, day, minutes),
      );
      const rates = await this.shiftRates.of(
        people.map(({ id }) => id),
        from,
        to,
      );
      for (const [id, rate] of rates) count.addShifts(id, rate);
      await done((index + 1) / parts.length);
    }
    return count.content();
  }
}

/** Returns parts of the range of at most a month, in order. Nobody attended before 1970. */
function monthsOf(first: string, last: string): (readonly [first: string, last: string])[] {
  const parts: (readonly [string, string])[] = [];
  for (
    let day = first < '1970-01-01' ? '1970-01-01' : first;
    day <= last;
    day = plusDays(day, DAYS_AT_ONCE)
  ) {
    const end = plusDays(day, DAYS_AT_ONCE - 1);
    parts.push([day, end < last ? end : last]);
  }
  return parts;
}
