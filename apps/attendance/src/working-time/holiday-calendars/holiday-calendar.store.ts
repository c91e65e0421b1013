import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { HolidayCalendar } from './holiday-calendar.entity.js';

type Kept = Pick<HolidayCalendar, 'id' | 'name' | 'holidays' | 'changedBy'>;

const COLUMNS = 'id, name, holidays, changed_at AS "changedAt", changed_by AS "changedBy"';
const constraints = {
  UQ_holiday_calendar_name: 'HOLIDAY_CALENDAR_NAME_TAKEN',
  FK_shift_holiday_calendar: 'HOLIDAY_CALENDAR_IN_USE',
  FK_shift_assignment_holiday_calendar: 'HOLIDAY_CALENDAR_IN_USE',
};

@Injectable()
export class HolidayCalendarStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by name, each row with the count of all. */
  list(limit: number, offset: number): Promise<(HolidayCalendar & { count: number })[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM holiday_calendar) FROM holiday_calendar ORDER BY name, id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  findByIds(ids: readonly string[]): Promise<HolidayCalendar[]> {
    return this.database.prepared<HolidayCalendar>(
      'holiday-calendars',
      `SELECT ${COLUMNS} FROM holiday_calendar WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  /** Locks the making of calendars until the commit, so that the limit holds. */
  async count(tx: EntityManager): Promise<number> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.holiday-calendars', 0))`,
    );
    return tx.count(HolidayCalendar);
  }

  /** @throws DomainError HOLIDAY_CALENDAR_NAME_TAKEN */
  async insert(tx: EntityManager, calendar: Kept): Promise<void> {
    await mapConstraints(constraints, () => tx.insert(HolidayCalendar, calendar));
  }

  /** Returns whether there is one. @throws DomainError HOLIDAY_CALENDAR_NAME_TAKEN */
  async change(
    tx: EntityManager,
    id: string,
    change: Partial<Kept> & Pick<Kept, 'changedBy'>,
  ): Promise<boolean> {
    const { affected } = await mapConstraints(constraints, () =>
      tx.update(HolidayCalendar, id, { ...change, changedAt: () => 'now()' }),
    );
    return affected === 1;
  }

  /** @throws DomainError HOLIDAY_CALENDAR_IN_USE */
  async remove(tx: EntityManager, id: string): Promise<void> {
    await mapConstraints(constraints, () => tx.delete(HolidayCalendar, id));
  }
}
