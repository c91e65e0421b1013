import { Database, mapConstraints } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Shift } from './shift.entity.js';

/** A row without its relation. */
export type ShiftRow = Omit<Shift, 'holidayCalendar'>;

const COLUMNS =
  'id, name, rules, holiday_calendar_id AS "holidayCalendarId", changed_at AS "changedAt", changed_by AS "changedBy"';
const constraints = {
  UQ_shift_name: 'SHIFT_NAME_TAKEN',
  FK_shift_holiday_calendar: 'HOLIDAY_CALENDAR_UNKNOWN',
};

@Injectable()
export class ShiftStore {
  constructor(private readonly database: Database) {}

  /** Returns one page by name, each row with the count of all. */
  list(limit: number, offset: number): Promise<(ShiftRow & { count: number })[]> {
    return this.database.query(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM shift) FROM shift ORDER BY name, id LIMIT $1 OFFSET $2`,
      [limit, offset],
    );
  }

  findByIds(ids: readonly string[]): Promise<ShiftRow[]> {
    return this.database.prepared<ShiftRow>(
      'shifts',
      `SELECT ${COLUMNS} FROM shift WHERE id = ANY($1::uuid[])`,
      [ids],
    );
  }

  /** Lets nobody else change shifts or assignments until the commit, so that no two shifts of a person overlap. */
  async lockPlans(tx: EntityManager): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '.shift-plans', 0))`);
  }

  count(tx: EntityManager): Promise<number> {
    return tx.count(Shift);
  }

  /** @throws DomainError SHIFT_NAME_TAKEN, HOLIDAY_CALENDAR_UNKNOWN */
  async insert(tx: EntityManager, shift: Omit<ShiftRow, 'changedAt'>): Promise<void> {
    await mapConstraints(constraints, () => tx.insert(Shift, shift));
  }

  /** @throws DomainError SHIFT_NAME_TAKEN, HOLIDAY_CALENDAR_UNKNOWN */
  async change(tx: EntityManager, { id, ...shift }: Omit<ShiftRow, 'changedAt'>): Promise<void> {
    await mapConstraints(constraints, () => tx.update(Shift, id, { ...shift, changedAt: () => 'now()' }));
  }

  async remove(tx: EntityManager, id: string): Promise<void> {
    await tx.delete(Shift, id);
  }
}
