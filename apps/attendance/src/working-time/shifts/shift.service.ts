import {
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
  type ShiftChange,
  type ShiftRules,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { type PlatformSettings, platformSettings } from '@argus/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import { HolidayCalendarService } from '../holiday-calendars/holiday-calendar.service.js';
import { AssignmentStore } from '../shift-plans/shift-assignment.store.js';
import { OverlapCheck } from '../shift-plans/overlap-check.service.js';
import { shiftProblems } from './shift-problems.js';
import { type ShiftRow, ShiftStore } from '../shift-plans/shift.store.js';
import { keptShift } from '../shift-plans/shift.view.js';

const MAX_SHIFTS = 500;

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

@Injectable()
export class ShiftService {
  constructor(
    private readonly database: Database,
    private readonly shifts: ShiftStore,
    private readonly assignments: AssignmentStore,
    private readonly overlaps: OverlapCheck,
    private readonly calendars: HolidayCalendarService,
    private readonly changes: WorkingTimeChanges,
    @Inject(platformSettings.token) private readonly settings: PlatformSettings,
  ) {}

  /** By name. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<ShiftRow>> {
    const rows = await this.shifts.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError SHIFT_NOT_FOUND */
  async get(id: string): Promise<ShiftRow> {
    const [shift] = isUuid(id) ? await this.shifts.findByIds([id]) : [];
    if (!shift) throw new DomainError('SHIFT_NOT_FOUND');
    return shift;
  }

  /** @throws DomainError VALIDATION_FAILED, HOLIDAY_CALENDAR_UNKNOWN, SHIFT_NAME_TAKEN, TOO_MANY_SHIFTS */
  async create(body: ShiftRules, asker: Asker): Promise<ShiftRow> {
    const row = this.rowOf(randomUUID(), body, asker);
    await this.assertSound(body);
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      if ((await this.shifts.count(tx)) >= MAX_SHIFTS) throw new DomainError('TOO_MANY_SHIFTS');
      await this.shifts.insert(tx, row);
      await this.changes.note(tx, asker, { noun: 'shift', act: 'created', id: row.id, about: row.name });
    });
    return this.get(row.id);
  }

  /** @throws DomainError SHIFT_NOT_FOUND, VALIDATION_FAILED, HOLIDAY_CALENDAR_UNKNOWN, SHIFT_NAME_TAKEN, SHIFTS_OVERLAP */
  async change(id: string, change: ShiftChange, asker: Asker): Promise<ShiftRow> {
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      const body = { ...keptShift(await this.get(id)), ...change };
      await this.assertSound(body);
      await this.shifts.change(tx, this.rowOf(id, body, asker));
      await this.overlaps.assertNone(await this.assignments.ofShift(id));
      await this.changes.note(tx, asker, { noun: 'shift', act: 'changed', id, about: body.name });
    });
    return this.get(id);
  }

  /** @throws DomainError SHIFT_NOT_FOUND, SHIFT_ASSIGNED */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      const { name: about } = await this.get(id);
      if (await this.assignments.isAssigned(id)) throw new DomainError('SHIFT_ASSIGNED');
      await this.shifts.remove(tx, id);
      await this.changes.note(tx, asker, { noun: 'shift', act: 'removed', id, about });
    });
  }

  private async assertSound(body: ShiftRules): Promise<void> {
    const issues = shiftProblems(body);
    if (issues.length > 0) throw new DomainError('VALIDATION_FAILED', { issues });
    await this.calendars.assertKnown(body.holiday_calendar);
  }

  /** A shift keeps the zone with which it was made, so that a change of the setting moves no past day. */
  private rowOf(id: string, body: ShiftRules, asker: Asker): Omit<ShiftRow, 'changedAt'> {
    const { name, holiday_calendar, time_zone = this.settings.SITE_TIME_ZONE, ...rules } = body;
    const { id: _, ...kept } = { id, ...rules };
    return {
      id,
      name,
      rules: { ...kept, time_zone, days: [...new Set(rules.days)] },
      holidayCalendarId: holiday_calendar ?? null,
      changedBy: callerOf(asker).username,
    };
  }
}
