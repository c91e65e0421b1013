import {
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  type HolidayCalendarBody,
  type HolidayCalendarChange,
  type HolidayRules,
  invalid,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import type { HolidayCalendar } from './holiday-calendar.entity.js';
import { HolidayCalendarStore } from './holiday-calendar.store.js';

const MAX_CALENDARS = 200;

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

@Injectable()
export class HolidayCalendarService {
  constructor(
    private readonly database: Database,
    private readonly calendars: HolidayCalendarStore,
    private readonly changes: WorkingTimeChanges,
  ) {}

  /** By name. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<HolidayCalendar>> {
    const rows = await this.calendars.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError HOLIDAY_CALENDAR_NOT_FOUND */
  async get(id: string): Promise<HolidayCalendar> {
    const [calendar] = isUuid(id) ? await this.calendars.findByIds([id]) : [];
    if (!calendar) throw new DomainError('HOLIDAY_CALENDAR_NOT_FOUND');
    return calendar;
  }

  /** @throws DomainError HOLIDAY_CALENDAR_UNKNOWN */
  async assertKnown(id: string | null | undefined): Promise<void> {
    if (id == null) return;
    const [calendar] = isUuid(id) ? await this.calendars.findByIds([id]) : [];
    if (!calendar) throw new DomainError('HOLIDAY_CALENDAR_UNKNOWN');
  }

  /** @throws DomainError VALIDATION_FAILED, HOLIDAY_CALENDAR_NAME_TAKEN, TOO_MANY_HOLIDAY_CALENDARS */
  async create({ name, holidays }: HolidayCalendarBody, asker: Asker): Promise<HolidayCalendar> {
    const { username: changedBy } = callerOf(asker);
    const calendar = { id: randomUUID(), name, holidays: sorted(holidays), changedBy };
    await this.database.transaction(async (tx) => {
      if ((await this.calendars.count(tx)) >= MAX_CALENDARS)
        throw new DomainError('TOO_MANY_HOLIDAY_CALENDARS');
      await this.calendars.insert(tx, calendar);
      await this.changes.note(tx, asker, {
        noun: 'holiday_calendar',
        act: 'created',
        id: calendar.id,
        about: name,
      });
    });
    return this.get(calendar.id);
  }

  /** @throws DomainError VALIDATION_FAILED, HOLIDAY_CALENDAR_NOT_FOUND, HOLIDAY_CALENDAR_NAME_TAKEN */
  async change(
    id: string,
    { name, holidays }: HolidayCalendarChange,
    asker: Asker,
  ): Promise<HolidayCalendar> {
    const { name: former } = await this.get(id);
    const change = {
      changedBy: callerOf(asker).username,
      ...(name !== undefined && { name }),
      ...(holidays && { holidays: sorted(holidays) }),
    };
    await this.database.transaction(async (tx) => {
      if (!(await this.calendars.change(tx, id, change))) throw new DomainError('HOLIDAY_CALENDAR_NOT_FOUND');
      await this.changes.note(tx, asker, {
        noun: 'holiday_calendar',
        act: 'changed',
        id,
        about: name ?? former,
      });
    });
    return this.get(id);
  }

  /** @throws DomainError HOLIDAY_CALENDAR_NOT_FOUND, HOLIDAY_CALENDAR_IN_USE */
  async remove(id: string, asker: Asker): Promise<void> {
    const { name: about } = await this.get(id);
    await this.database.transaction(async (tx) => {
      await this.calendars.remove(tx, id);
      await this.changes.note(tx, asker, { noun: 'holiday_calendar', act: 'removed', id, about });
    });
  }
}

/** @throws DomainError VALIDATION_FAILED for a date that comes twice */
function sorted(holidays: readonly HolidayRules[]): HolidayRules[] {
  const byDate = holidays.toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const twice = byDate.find(({ date }, at) => byDate[at + 1]?.date === date);
  if (twice)
    throw invalid('holidays', 'invalid', { text: `${twice.date} comes twice; give each date once.` });
  return byDate;
}
