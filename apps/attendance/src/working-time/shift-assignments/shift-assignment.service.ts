import {
  type AssignmentChange,
  type AssignmentQuery,
  type AssignmentRules,
  type AssignShifts,
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  isUuid,
  OFF,
  offsetOf,
  type Page,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { PersonDirectory } from '../../people/person-directory.service.js';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import { HolidayCalendarService } from '../holiday-calendars/holiday-calendar.service.js';
import { ShiftStore } from '../shift-plans/shift.store.js';
import { OverlapCheck } from '../shift-plans/overlap-check.service.js';
import { AssignmentStore, type ListedAssignment } from '../shift-plans/shift-assignment.store.js';

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

/** Says who works which shifts. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly database: Database,
    private readonly assignments: AssignmentStore,
    private readonly shifts: ShiftStore,
    private readonly people: PersonDirectory,
    private readonly overlaps: OverlapCheck,
    private readonly calendars: HolidayCalendarService,
    private readonly changes: WorkingTimeChanges,
  ) {}

  /** By employee id and first day; students see their own. @throws DomainError PAGE_NOT_FOUND */
  async list(query: AssignmentQuery, asker: Asker): Promise<Page<ListedAssignment>> {
    const { role, accountId } = callerOf(asker);
    const filter = {
      own: role === 'student' ? accountId : undefined,
      employee: query.employee_id,
      on: query.on,
    };
    const rows = await this.assignments.list(filter, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** Returns the ids of the assignments. @throws DomainError EMPLOYEE_UNKNOWN, SHIFT_UNKNOWN, SHIFTS_OVERLAP, DATES_REVERSED */
  async create({ employee_ids, ...rules }: AssignShifts, asker: Asker): Promise<string[]> {
    const personIds = await this.personIdsOf(employee_ids);
    const made = personIds.map((personId) => ({ id: randomUUID(), personId }));
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      await this.assertSound(rules);
      await this.assignments.insertAll(tx, made, rules);
      await this.overlaps.assertNone(made.map((each) => ({ ...rules, ...each })));
      const about = `${employee_ids.slice(0, 10).join(', ')}${made.length > 10 ? ` and ${made.length - 10} others` : ''}`;
      const [id] = made.length === 1 ? [made[0]!.id] : [''];
      await this.changes.note(tx, asker, { noun: 'shift_assignment', act: 'created', id, about });
    });
    return made.map(({ id }) => id);
  }

  /** @throws DomainError ASSIGNMENT_NOT_FOUND, SHIFT_UNKNOWN, SHIFTS_OVERLAP, DATES_REVERSED */
  async change(id: string, change: AssignmentChange, asker: Asker): Promise<ListedAssignment> {
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      const former = await this.get(id);
      const rules = { ...former, ...change };
      await this.assertSound(rules);
      await this.assignments.change(tx, id, rules);
      await this.overlaps.assertNone([rules]);
      const about = former.employeeId;
      await this.changes.note(tx, asker, { noun: 'shift_assignment', act: 'changed', id, about });
    });
    return this.get(id);
  }

  /** @throws DomainError ASSIGNMENT_NOT_FOUND */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.shifts.lockPlans(tx);
      const { employeeId: about } = await this.get(id);
      await this.assignments.remove(tx, id);
      await this.changes.note(tx, asker, { noun: 'shift_assignment', act: 'removed', id, about });
    });
  }

  private async get(id: string): Promise<ListedAssignment> {
    const row = isUuid(id) ? await this.assignments.find(id) : undefined;
    if (!row) throw new DomainError('ASSIGNMENT_NOT_FOUND');
    return row;
  }

  private async personIdsOf(employeeIds: readonly string[]): Promise<number[]> {
    const ids = new Set<number>();
    for (const employee of employeeIds) {
      const person = await this.people.findByEmployeeId(employee);
      if (!person) throw new DomainError('EMPLOYEE_UNKNOWN', { employee });
      ids.add(person.accountId);
    }
    return [...ids];
  }

  private async assertSound({
    shifts,
    date_from,
    date_to,
    holiday_calendar,
  }: AssignmentRules): Promise<void> {
    if (date_to != null && date_to < date_from) throw new DomainError('DATES_REVERSED');
    const ids = new Set(shifts.filter((id) => id !== OFF));
    const unknown = [...ids].find((id) => !isUuid(id));
    const known = new Set(
      (unknown === undefined ? await this.shifts.findByIds([...ids]) : []).map(({ id }) => id),
    );
    const shift = unknown ?? [...ids].find((id) => !known.has(id));
    if (shift !== undefined) throw new DomainError('SHIFT_UNKNOWN', { shift });
    await this.calendars.assertKnown(holiday_calendar);
  }
}
