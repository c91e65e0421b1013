import {
  type CallContext,
  callerOf,
  DomainError,
  pageOfRows,
  type Issue,
  isUuid,
  type LeaveBody,
  type LeaveImport,
  type LeaveQuery,
  type LeaveRow,
  offsetOf,
  type Page,
  type RawBody,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { PersonDirectory } from '../../people/person-directory.service.js';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import { leaveRows, refusal } from './leave-rows.js';
import { type ImportedLeave, LeaveStore, type ListedLeave } from './leave.store.js';

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

@Injectable()
export class LeaveService {
  constructor(
    private readonly database: Database,
    private readonly leave: LeaveStore,
    private readonly people: PersonDirectory,
    private readonly changes: WorkingTimeChanges,
  ) {}

  /** By first day. Why somebody is away is nobody's business but theirs and the administrators'. @throws DomainError PAGE_NOT_FOUND */
  async list(query: LeaveQuery, asker: Asker): Promise<Page<ListedLeave>> {
    const { role, accountId } = callerOf(asker);
    const filter = {
      own: role === 'admin' ? undefined : accountId,
      employee: query.employee_id,
      first: query.date_from,
      last: query.date_to,
    };
    const rows = await this.leave.list(filter, query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError EMPLOYEE_UNKNOWN, DATES_REVERSED, LEAVE_OVERLAPS */
  async create(
    { employee_id, kind, date_from, date_to, part }: LeaveBody,
    asker: Asker,
  ): Promise<ListedLeave> {
    if (date_to < date_from) throw new DomainError('DATES_REVERSED');
    const person = await this.people.findByEmployeeId(employee_id);
    if (!person) throw new DomainError('EMPLOYEE_UNKNOWN', { employee: employee_id });
    const id = randomUUID();
    return this.database.transaction(async (tx) => {
      const { accountId: personId, employeeId: about } = person;
      const row = { id, personId, kind, dateFrom: date_from, dateTo: date_to, part, reference: null };
      await this.leave.lock(tx);
      const other = await this.leave.overlapping(tx, row);
      if (other) throw new DomainError('LEAVE_OVERLAPS', { ...other });
      await this.leave.insert(tx, row);
      await this.changes.note(tx, asker, { noun: 'leave', act: 'created', id, about });
      return this.get(id);
    });
  }

  /** @throws DomainError LEAVE_NOT_FOUND */
  async remove(id: string, asker: Asker): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { employeeId: about } = await this.get(id);
      await this.leave.remove(tx, id);
      await this.changes.note(tx, asker, { noun: 'leave', act: 'removed', id, about });
    });
  }

  /** Takes over all rows or none. @throws DomainError MALFORMED_BODY, PAYLOAD_TOO_LARGE, VALIDATION_FAILED */
  async import(body: RawBody, asker: Asker): Promise<LeaveImport> {
    const rows = await this.withPeople(leaveRows(body));
    return this.database.transaction(async (tx) => {
      const count = await this.leave.import(tx, rows);
      const { created, changed, cancelled } = count;
      const unchanged = rows.length - created - changed - cancelled;
      const about = `${created} created, ${changed} changed, ${cancelled} cancelled`;
      await this.changes.note(tx, asker, { noun: 'leave', act: 'imported', id: '', about });
      return { received: rows.length, created, changed, cancelled, unchanged };
    });
  }

  private async withPeople(rows: readonly LeaveRow[]): Promise<ImportedLeave[]> {
    const ids = new Map<string, number | undefined>();
    const issues: Issue[] = [];
    const imported: ImportedLeave[] = [];
    for (const [at, { employee_id, ...row }] of rows.entries()) {
      if (!ids.has(employee_id))
        ids.set(employee_id, (await this.people.findByEmployeeId(employee_id))?.accountId);
      const personId = ids.get(employee_id);
      if (personId !== undefined) imported.push({ ...row, personId });
      else issues.push(unknownAt(at + 1, employee_id));
    }
    if (issues.length > 0) throw refusal(issues);
    return imported;
  }

  private async get(id: string): Promise<ListedLeave> {
    const row = isUuid(id) ? await this.leave.find(id) : undefined;
    if (!row) throw new DomainError('LEAVE_NOT_FOUND');
    return row;
  }
}

const unknownAt = (position: number, employee: string): Issue => ({
  path: [position, 'employee_id'],
  code: 'invalid',
  params: { text: `There is no employee ${employee}.` },
});
