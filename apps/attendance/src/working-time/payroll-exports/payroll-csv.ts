import type { PayrollFileQuery } from '@argus/contracts';
import { figureNames } from '../engine/work-figures.js';
import { totalsOf } from './payroll-day.js';
import type { Sheet } from './payroll-export.store.js';

const WHO = ['employee_id', 'name', 'department'] as const;
const columns = {
  totals: [...WHO, 'attended_days', 'absent_days', ...figureNames],
  days: [...WHO, 'date', 'status', ...figureNames],
} as const;

type Cell = string | number | null;

/** Returns a cell after RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection). */
function cellOf(value: Cell): string {
  if (typeof value !== 'string') return String(value ?? '');
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const lineOf = (cells: readonly Cell[]): string => `${cells.map(cellOf).join()}\r\n`;

export const headerOf = (rows: PayrollFileQuery['rows']): string => lineOf(columns[rows]);

/** Returns the lines of one person. */
export function linesOf(
  { employeeId, name, department, days }: Sheet,
  rows: PayrollFileQuery['rows'],
): string {
  const who = [employeeId, name, department];
  if (rows === 'days')
    return days
      .map((day) => lineOf([...who, day.date, day.status, ...figureNames.map((figure) => day[figure])]))
      .join('');
  const totals = totalsOf(days);
  const figures = figureNames.map((figure) => totals[figure]);
  return lineOf([...who, totals.attended_days, totals.absent_days, ...figures]);
}
