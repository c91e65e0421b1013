import { existing, offsetOf, type Page, type PageQuery, type PayrollDay } from '@argus/contracts';
import { Injectable } from '@nestjs/common';
import type { NamedPerson } from '../../people/employee.view.js';
import type { Reason } from '../engine/reason.js';
import { isSameDay, payrollDay } from './payroll-day.js';
import { PayrollExportService } from './payroll-export.service.js';
import { PayrollExportStore, type Sheet } from './payroll-export.store.js';
import { PayrollPeriods, type PersonsDays } from './payroll-period.service.js';

/** A day that is not as it was exported. */
export interface Difference {
  readonly person: NamedPerson;
  readonly exported: PayrollDay | null;
  readonly now: PayrollDay;
  readonly reasons: readonly Reason[];
}

const EVERYBODY = 1_000_000;

/** Compares what was exported with what is derived now. */
@Injectable()
export class PayrollDifferences {
  constructor(
    private readonly exports: PayrollExportService,
    private readonly store: PayrollExportStore,
    private readonly periods: PayrollPeriods,
  ) {}

  /** By employee id and date. @throws DomainError PAYROLL_EXPORT_NOT_FOUND, PAGE_NOT_FOUND */
  async list(id: string, query: PageQuery): Promise<Page<Difference>> {
    const period = await this.exports.get(id);
    const sheets = new Map(
      (await this.store.sheets(id, EVERYBODY, 0)).map((sheet) => [sheet.personId, sheet]),
    );
    const found: Difference[] = [];
    for await (const some of this.periods.days(period, [...sheets.keys()]))
      for (const each of some) found.push(...differencesOf(each, sheets.get(each.person.personId)));
    const offset = offsetOf(query);
    return existing({ count: found.length, results: found.slice(offset, offset + query.page_size) }, query);
  }
}

function differencesOf({ person, days }: PersonsDays, sheet: Sheet | undefined): Difference[] {
  const exported = new Map(sheet?.days.map((day) => [day.date, day]));
  return days.flatMap((day) => {
    const [before, now] = [exported.get(day.date), payrollDay(day)];
    /* Of somebody who was not in it only days tell something on which there is something. */
    const isSame = now.status === 'unknown' || (before ? isSameDay(before, now) : now.status === 'off');
    return isSame ? [] : [{ person, exported: before ?? null, now, reasons: day.reasons }];
  });
}
