import {
  instant,
  instantOrNull,
  type PayrollDifference,
  type PayrollExportView,
  type PayrollSheet,
} from '@argus/contracts';
import { employeeOf } from '../../people/employee.view.js';
import { totalsOf } from './payroll-day.js';
import type { Difference } from './payroll-difference.service.js';
import type { PayrollExport } from './payroll-export.entity.js';
import type { Sheet } from './payroll-export.store.js';

export const payrollExportView = (row: PayrollExport): PayrollExportView => ({
  id: row.id,
  date_from: row.dateFrom,
  date_to: row.dateTo,
  department: row.department,
  status: row.status,
  people: row.people,
  incomplete_days: row.incompleteDays,
  created_at: instant(row.createdAt),
  created_by: row.createdBy,
  withdrawn_at: instantOrNull(row.withdrawnAt),
  withdrawn_by: row.withdrawnBy,
});

export const payrollSheet = (sheet: Sheet): PayrollSheet => ({
  employee: employeeOf(sheet),
  ...totalsOf(sheet.days),
  days: sheet.days,
});

export const payrollDifference = ({ person, exported, now, reasons }: Difference): PayrollDifference => ({
  employee: employeeOf(person),
  date: now.date,
  exported,
  now,
  reasons: reasons.map(({ code, text }) => ({ code, text })),
});
