import {
  type CallContext,
  callerOf,
  DomainError,
  existing,
  pageOfRows,
  isUuid,
  offsetOf,
  type Page,
  type PageQuery,
  type PayrollPeriod,
} from '@argus/contracts';
import { Database } from '@argus/persistence';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { WorkingTimeChanges } from '../changes/working-time-changes.service.js';
import { payrollDay } from './payroll-day.js';
import type { PayrollExport } from './payroll-export.entity.js';
import { PayrollExportStore, type Sheet } from './payroll-export.store.js';
import { type PersonsDays, PayrollPeriods } from './payroll-period.service.js';

/* All of a university in one statement would come near the limit of its time. */
const SHEETS_AT_ONCE = 500;

type Asker = Pick<CallContext, 'principal' | 'requestId'>;

/** Closes periods for payroll. */
@Injectable()
export class PayrollExportService {
  constructor(
    private readonly database: Database,
    private readonly exports: PayrollExportStore,
    private readonly periods: PayrollPeriods,
    private readonly changes: WorkingTimeChanges,
  ) {}

  /** Newest first. @throws DomainError PAGE_NOT_FOUND */
  async list(query: PageQuery): Promise<Page<PayrollExport>> {
    const rows = await this.exports.list(query.page_size, offsetOf(query));
    return pageOfRows(rows, query);
  }

  /** @throws DomainError PAYROLL_EXPORT_NOT_FOUND */
  async get(id: string): Promise<PayrollExport> {
    const found = isUuid(id) ? await this.exports.find(id) : undefined;
    if (!found) throw new DomainError('PAYROLL_EXPORT_NOT_FOUND');
    return found;
  }

  /** By employee id. @throws DomainError PAYROLL_EXPORT_NOT_FOUND, PAGE_NOT_FOUND */
  async sheets(id: string, query: PageQuery): Promise<Page<Sheet>> {
    const { people: count } = await this.get(id);
    const results = await this.exports.sheets(id, query.page_size, offsetOf(query));
    return existing({ count, results }, query);
  }

  /** @throws DomainError DATES_REVERSED, RANGE_TOO_LONG, PERIOD_OPEN, PERIOD_EXPORTED, NOBODY_TO_PAY */
  async create({ date_from, date_to, department }: PayrollPeriod, asker: Asker): Promise<PayrollExport> {
    const period = { dateFrom: date_from, dateTo: date_to, department: department ?? null };
    this.periods.assertOver(period);
    const sheets: Sheet[] = [];
    /* Derived before the transaction, which would hold its locks meanwhile. */
    for await (const some of this.periods.days(period)) sheets.push(...some.map(sheetOf));
    if (sheets.length === 0) throw new DomainError('NOBODY_TO_PAY');
    const id = randomUUID();
    const incompleteDays = sheets.reduce(
      (sum, { days }) => sum + days.filter(({ status }) => status === 'incomplete').length,
      0,
    );
    await this.database.transaction(async (tx) => {
      await this.exports.lock(tx);
      const personIds = sheets.map(({ personId }) => personId);
      const former = await this.exports.former(tx, personIds, date_from, date_to);
      if (former) {
        const { id: other, ...details } = former;
        throw new DomainError('PERIOD_EXPORTED', { ...details, export: other });
      }
      const createdBy = callerOf(asker).username;
      await this.exports.insert(tx, { id, ...period, people: sheets.length, incompleteDays, createdBy });
      for (let at = 0; at < sheets.length; at += SHEETS_AT_ONCE)
        await this.exports.insertSheets(tx, id, sheets.slice(at, at + SHEETS_AT_ONCE));
      const about = `${date_from} to ${date_to}`;
      await this.changes.note(tx, asker, { noun: 'payroll_export', act: 'created', id, about });
    });
    return this.get(id);
  }

  /** @throws DomainError PAYROLL_EXPORT_NOT_FOUND, PAYROLL_EXPORT_WITHDRAWN */
  async withdraw(id: string, asker: Asker): Promise<PayrollExport> {
    await this.database.transaction(async (tx) => {
      await this.exports.lock(tx);
      const { status, dateFrom, dateTo } = await this.get(id);
      if (status === 'withdrawn') throw new DomainError('PAYROLL_EXPORT_WITHDRAWN');
      await this.exports.withdraw(tx, id, callerOf(asker).username);
      const about = `${dateFrom} to ${dateTo}`;
      await this.changes.note(tx, asker, { noun: 'payroll_export', act: 'withdrawn', id, about });
    });
    return this.get(id);
  }
}

/** @throws DomainError PERIOD_OPEN while a shift goes on, for example one that began on the last evening; PERIOD_DELETED */
function sheetOf({ person, days }: PersonsDays): Sheet {
  const open = days.find(({ status }) => status === 'open');
  if (open)
    throw new DomainError('PERIOD_OPEN', { what: `a shift of ${person.employeeId} on ${open.date} goes on` });
  const deleted = days.findLast(({ status }) => status === 'unknown');
  if (deleted) throw new DomainError('PERIOD_DELETED', { date: deleted.date });
  const { personId, employeeId, name, department } = person;
  return { personId, employeeId, name, department, days: days.map(payrollDay) };
}
